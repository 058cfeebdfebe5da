package org.postern.triggers.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.ImporterTopLevel;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstRoot;
import org.postern.triggers.header.ScriptHeader;
import org.postern.triggers.header.ScriptParameter;
import org.postern.triggers.internal.engine.AllowedClasses;
import org.postern.triggers.internal.engine.CompiledScripts;
import org.postern.triggers.internal.engine.Dialects;

/** Reads scripts without running them. Immutable, thread safe. */
public final class ScriptCheck {

  private static final Set<String> OURS =
      Set.of(
          "bsf",
          "print",
          "getSMTPServer",
          "getSMTPPort",
          "getOAuthAccessToken",
          "arguments",
          "undefined",
          "Packages",
          "java",
          "javax",
          "org",
          "com",
          "edu",
          "net",
          "JavaImporter",
          "JavaAdapter");

  private static final Set<String> KNOWN = known();

  private final AllowedClasses allowed;

  private ScriptCheck(AllowedClasses allowed) {
    this.allowed = allowed;
  }

  /**
   * A check for scripts that may use these classes beside the usual ones.
   *
   * @param classes exact names
   */
  public static ScriptCheck with(Set<String> classes) {
    return new ScriptCheck(AllowedClasses.with(classes));
  }

  /**
   * All scripts in a folder and below it, {@code *.js} in any case, by their names; a file is
   * itself.
   */
  public static List<Path> scripts(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> all = Files.walk(fileOrFolder)) {
      return all.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".js"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Reads one script; whatever is wrong with it is in the report. */
  public ScriptReport check(Path script) {
    String source;
    try {
      source = CompiledScripts.text(Files.readAllBytes(script));
    } catch (IOException unreadable) {
      return broken(script, 0, "cannot be read: " + unreadable);
    }
    AstRoot root;
    try {
      root = Dialects.read(version -> parsed(script, source, version));
    } catch (EvaluatorException wrong) {
      return broken(script, wrong.lineNumber(), "this is no JavaScript: " + wrong.details());
    }
    ScriptHeader header = ScriptHeader.of(source);
    Notes notes = new Notes();
    unknownTypes(header, notes);
    try {
      judge(root, header, notes);
    } catch (StackOverflowError tooDeep) { // one strange script must not end the check of a folder
      notes.add(
          new Finding(
              Finding.Level.WARNING,
              0,
              "this is nested too deeply to be looked at as a whole; take its longest expression"
                  + " apart"));
    }
    return new ScriptReport(
        script,
        header.parameters(),
        notes.beans(),
        notes.routes(),
        notes.classes(),
        notes.findings());
  }

  private void judge(AstRoot root, ScriptHeader header, Notes notes) {
    Texts texts = new Texts(root);
    Types types = new Types(root, texts);
    root.visit(new BeanRule(types, texts, notes));
    ParameterRule parameters = new ParameterRule(types, texts, header, notes);
    root.visit(parameters);
    parameters.finish();
    root.visit(new MailRule(types, texts, notes));
    root.visit(new PasswordRule(types, texts, notes));
    NameRule names = new NameRule(KNOWN, allowed::contains, types, notes);
    root.visit(names);
    names.finish();
  }

  private static void unknownTypes(ScriptHeader header, Notes notes) {
    for (ScriptParameter parameter : header.parameters()) {
      if (!parameter.known()) {
        notes.add(
            new Finding(
                Finding.Level.WARNING,
                parameter.line(),
                "the type "
                    + parameter.type()
                    + " of the parameter \""
                    + parameter.name()
                    + "\" is not known; its values will not be checked"));
      }
    }
  }

  private static ScriptReport broken(Path script, int line, String message) {
    Finding finding = new Finding(Finding.Level.ERROR, line, message);
    return new ScriptReport(script, List.of(), Map.of(), Set.of(), Set.of(), List.of(finding));
  }

  private static AstRoot parsed(Path script, String source, int version) {
    CompilerEnvirons environs = new CompilerEnvirons();
    environs.setLanguageVersion(version);
    return new Parser(environs).parse(source, String.valueOf(script.getFileName()), 1);
  }

  private static Set<String> known() {
    Context context = Context.enter();
    try {
      context.setLanguageVersion(Context.VERSION_ES6);
      ImporterTopLevel scope = new ImporterTopLevel(context);
      Set<String> names =
          Arrays.stream(scope.getAllIds()).map(String::valueOf).collect(Collectors.toSet());
      Set<String> all = new HashSet<>(names);
      all.addAll(OURS);
      all.addAll(Set.of("importPackage", "importClass"));
      return Set.copyOf(all);
    } finally {
      Context.exit();
    }
  }
}

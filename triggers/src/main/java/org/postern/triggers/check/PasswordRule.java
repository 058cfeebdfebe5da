package org.postern.triggers.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.ElementGet;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.ObjectProperty;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.StringLiteral;
import org.mozilla.javascript.ast.VariableInitializer;

/** Looks for passwords that are written into a script. Never says what they are. */
final class PasswordRule implements NodeVisitor {

  /** Classes made with a password as the last of this many arguments. */
  private static final Map<String, Integer> LOGINS =
      Map.of("PasswordAuthentication", 2, "DefaultAuthenticator", 2, "URLName", 6);

  /** Methods with a password as the last of at least this many arguments. */
  private static final Map<String, Integer> CALLS =
      Map.of(
          "setAuthentication", 2,
          "createAPISessionBean", 2,
          "createSession", 2,
          "connect", 3,
          "getConnection", 3,
          "setPopBeforeSmtp", 4);

  private static final Set<String> PROPERTIES = Set.of("put", "setProperty", "addOption", "set");

  /** {@code smtp://user:password@host}, {@code --password=…}. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\w://[^/\\s:@]*:[^/\\s@]+@|--(password|pwd)[= ]\\s*\\S", Pattern.CASE_INSENSITIVE);

  private final Types types;
  private final Texts texts;
  private final Notes notes;

  PasswordRule(Types types, Texts texts, Notes notes) {
    this.types = types;
    this.texts = texts;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (node instanceof NewExpression made) {
      made(made);
    } else if (node instanceof FunctionCall call
        && call.getTarget() instanceof PropertyGet target) {
      called(call, target);
    } else if (node instanceof VariableInitializer one && one.getInitializer() != null) {
      named(one, one.getTarget(), one.getInitializer());
    } else if (node instanceof Assignment one) {
      named(one, one.getLeft(), one.getRight());
    } else if (node instanceof ObjectProperty one) {
      named(one, one.getKey(), one.getValue());
    } else if (node instanceof StringLiteral text && INSIDE.matcher(text.getValue()).find()) {
      found(text, "an address or a command");
    }
    return true;
  }

  private void named(AstNode at, AstNode target, AstNode value) {
    name(target)
        .filter(PasswordNames::match)
        .filter(any -> texts.written(value))
        .ifPresent(name -> found(at, name));
  }

  /** The last name of {@code a}, {@code a.b}, {@code a["b"]}, {@code "b":}. */
  private static Optional<String> name(AstNode target) {
    if (target instanceof Name name) {
      return Optional.of(name.getIdentifier());
    }
    if (target instanceof PropertyGet get) {
      return Optional.of(get.getProperty().getIdentifier());
    }
    return Names.literal(target instanceof ElementGet element ? element.getElement() : target);
  }

  private void made(NewExpression made) {
    String type = Names.last(made.getTarget());
    List<AstNode> arguments = made.getArguments();
    if (Integer.valueOf(arguments.size()).equals(LOGINS.get(type)) && lastWritten(arguments)) {
      found(made, "new " + type);
    } else if (type.equals("Option")) {
      property(made, arguments, "the option ");
    }
  }

  private void called(FunctionCall call, PropertyGet target) {
    String method = target.getProperty().getIdentifier();
    List<AstNode> arguments = call.getArguments();
    if (PROPERTIES.contains(method)) {
      property(call, arguments, "the property ");
      return;
    }
    boolean transport = types.object(target.getTarget()).filter("Transport"::equals).isPresent();
    int least = transport && method.equals("connect") ? 2 : CALLS.getOrDefault(method, 99);
    boolean setter =
        method.startsWith("set") && arguments.size() == 1 && PasswordNames.match(method);
    if ((setter || arguments.size() >= least) && lastWritten(arguments)) {
      found(call, method);
    }
  }

  private void property(AstNode at, List<AstNode> arguments, String what) {
    if (arguments.size() == 2 && lastWritten(arguments)) {
      texts
          .constant(arguments.get(0))
          .filter(PasswordNames::match)
          .ifPresent(name -> found(at, what + name));
    }
  }

  private boolean lastWritten(List<AstNode> arguments) {
    return texts.written(arguments.get(arguments.size() - 1));
  }

  private void found(AstNode at, String where) {
    notes.warning(
        at,
        "a password is written into "
            + where
            + ": everybody who may read the script can read it; remove it (Postern logs in by its"
            + " own settings), and change it at the server");
  }
}

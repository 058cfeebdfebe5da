package org.postern.triggers.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.ObjectProperty;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.VariableInitializer;

/** Looks at how a script sends mail, and at servers and passwords that are written into it. */
final class MailRule implements NodeVisitor {

  private static final Set<String> EMAILS =
      Set.of("SimpleEmail", "HtmlEmail", "MultiPartEmail", "ImageHtmlEmail");

  private static final Set<String> LOGINS =
      Set.of("PasswordAuthentication", "DefaultAuthenticator");

  private static final Set<String> HOST_SETTERS =
      Set.of("setHostName", "setSmtpPort", "setSslSmtpPort", "setPopBeforeSmtp");

  private static final Pattern PASSWORD =
      Pattern.compile("pass(wd|word|wort)?|pwd|secret", Pattern.CASE_INSENSITIVE);

  private static final Pattern SERVER =
      Pattern.compile("mail\\.(smtps?\\.)?(host|port|user)", Pattern.CASE_INSENSITIVE);

  private final Types types;
  private final Notes notes;

  MailRule(Types types, Notes notes) {
    this.types = types;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (node instanceof NewExpression made) {
      made(made);
    } else if (node instanceof FunctionCall call
        && call.getTarget() instanceof PropertyGet target) {
      called(call, target, target.getProperty().getIdentifier());
    } else if (node instanceof VariableInitializer one
        && one.getTarget() instanceof Name name
        && one.getInitializer() != null) {
      named(one, name.getIdentifier(), one.getInitializer());
    } else if (node instanceof Assignment one) {
      Names.chain(one.getLeft())
          .ifPresent(
              chain -> named(one, chain.substring(chain.lastIndexOf('.') + 1), one.getRight()));
    } else if (node instanceof ObjectProperty one && one.getKey() instanceof Name name) {
      named(one, name.getIdentifier(), one.getValue());
    }
    return true;
  }

  /** A variable or property whose name says that it is a password. */
  private void named(AstNode at, String name, AstNode value) {
    if (PASSWORD.matcher(name).find() && written(value)) {
      password(at, "a password is written into " + name);
    }
  }

  private static boolean written(AstNode value) {
    return Names.literal(value).filter(text -> !text.isBlank()).isPresent();
  }

  private void password(AstNode at, String where) {
    notes.warning(
        at,
        where
            + ": everybody who may read the script can read it; remove it (Postern logs in by its"
            + " own settings), and change it at the server");
  }

  private void made(NewExpression made) {
    String type =
        Names.chain(made.getTarget())
            .map(chain -> chain.substring(chain.lastIndexOf('.') + 1))
            .orElse("");
    List<AstNode> arguments = made.getArguments();
    if (LOGINS.contains(type) && arguments.size() == 2 && written(arguments.get(1))) {
      password(made, "a password is written into new " + type);
    }
    if (type.equals("Option") && arguments.size() == 2) {
      option(made, arguments);
    }
  }

  private void option(AstNode at, List<AstNode> arguments) {
    Optional<String> name = Names.literal(arguments.get(0));
    if (name.filter(text -> PASSWORD.matcher(text).find()).isPresent()
        && written(arguments.get(1))) {
      password(at, "a password is written into the option " + name.get());
    }
  }

  private void called(FunctionCall call, PropertyGet target, String method) {
    List<AstNode> arguments = call.getArguments();
    int last = arguments.size() - 1;
    switch (method) {
      case "sendmail", "sendMail" -> notes.route("siEnvironmentBean." + method);
      case "sendMessage" -> notes.route("Transport.sendMessage");
      case "getTransport" -> notes.route("Session.getTransport");
      case "send" -> send(target);
      case "setAuthentication" -> {
        ignored(call, "the login given to setAuthentication");
        if (last == 1 && written(arguments.get(1))) {
          password(call, "a password is written into setAuthentication");
        }
      }
      case "createAPISessionBean" -> {
        if (last == 1 && written(arguments.get(1))) {
          password(call, "a password is written into createAPISessionBean");
        }
      }
      case "connect" -> connect(call, target, arguments);
      case "put", "setProperty", "addOption" -> property(call, arguments);
      default -> {
        if (HOST_SETTERS.contains(method)) {
          ignored(call, first(arguments).map(host -> method + "(\"" + host + "\")").orElse(method));
        }
      }
    }
  }

  private static Optional<String> first(List<AstNode> arguments) {
    return arguments.isEmpty() ? Optional.empty() : Names.literal(arguments.get(0));
  }

  private void send(PropertyGet target) {
    String left = Names.chain(target.getTarget()).orElse("");
    if (left.equals("Transport") || left.endsWith(".Transport")) {
      notes.route("Transport.send");
    }
    types
        .object(target.getTarget())
        .filter(EMAILS::contains)
        .ifPresent(type -> notes.route(type + ".send"));
  }

  private void connect(FunctionCall call, PropertyGet target, List<AstNode> arguments) {
    if (types.object(target.getTarget()).filter("Transport"::equals).isEmpty()) {
      return;
    }
    if (arguments.size() >= 3) {
      ignored(
          call,
          first(arguments).map(host -> "the host \"" + host + "\" of connect").orElse("connect"));
    }
    if (arguments.size() >= 2 && written(arguments.get(arguments.size() - 1))) {
      password(call, "a password is written into connect");
    }
  }

  private void property(FunctionCall call, List<AstNode> arguments) {
    if (arguments.size() != 2) {
      return;
    }
    String name = first(arguments).orElse("");
    if (SERVER.matcher(name).matches()) {
      ignored(
          call,
          Names.literal(arguments.get(1)).map(value -> name + " \"" + value + "\"").orElse(name));
    }
    if (PASSWORD.matcher(name.toLowerCase(Locale.ROOT)).find() && written(arguments.get(1))) {
      password(call, "a password is written into the property " + name);
    }
  }

  private void ignored(AstNode at, String what) {
    notes.note(at, what + " will not be used: mail leaves by the settings of Postern");
  }
}

package org.postern.triggers.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.ElementGet;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.ObjectProperty;
import org.mozilla.javascript.ast.PropertyGet;

/** Looks at how a script sends mail, and at servers that are written into it. */
final class MailRule implements NodeVisitor {

  private static final Set<String> EMAILS =
      Set.of("SimpleEmail", "HtmlEmail", "MultiPartEmail", "ImageHtmlEmail");

  private static final Set<String> HOST_SETTERS =
      Set.of("setHostName", "setSmtpPort", "setSslSmtpPort", "setPopBeforeSmtp");

  private static final Pattern SERVER =
      Pattern.compile("mail\\.(smtps?\\.)?(host|port|user)", Pattern.CASE_INSENSITIVE);

  private final Types types;
  private final Texts texts;
  private final Notes notes;

  MailRule(Types types, Texts texts, Notes notes) {
    this.types = types;
    this.texts = texts;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (node instanceof FunctionCall call && call.getTarget() instanceof PropertyGet target) {
      called(call, target, target.getProperty().getIdentifier());
    } else if (node instanceof Assignment one && one.getLeft() instanceof ElementGet element) {
      property(one, element.getElement(), one.getRight());
    } else if (node instanceof ObjectProperty one) {
      property(one, one.getKey(), one.getValue());
    }
    return true;
  }

  private void called(FunctionCall call, PropertyGet target, String method) {
    List<AstNode> arguments = call.getArguments();
    switch (method) {
      case "sendmail", "sendMail" -> notes.route("siEnvironmentBean." + method);
      case "sendMessage" -> notes.route("Transport.sendMessage");
      case "getTransport" -> notes.route("Session.getTransport");
      case "send" -> send(target);
      case "setAuthentication" -> ignored(call, "the login given to setAuthentication");
      case "connect" -> connect(call, target, arguments);
      case "put", "setProperty" -> {
        if (arguments.size() == 2) {
          property(call, arguments.get(0), arguments.get(1));
        }
      }
      default -> {
        if (HOST_SETTERS.contains(method)) {
          ignored(call, first(arguments).map(host -> method + "(\"" + host + "\")").orElse(method));
        }
      }
    }
  }

  private Optional<String> first(List<AstNode> arguments) {
    return arguments.isEmpty() ? Optional.empty() : shown(arguments.get(0));
  }

  /** A host or port as it stands in the script; nothing that might hold a login. */
  private Optional<String> shown(AstNode value) {
    return texts.constant(value).filter(text -> text.matches("[\\w.:\\[\\]-]*"));
  }

  private void send(PropertyGet target) {
    if (Names.last(target.getTarget()).equals("Transport")) {
      notes.route("Transport.send");
    }
    types
        .object(target.getTarget())
        .filter(EMAILS::contains)
        .ifPresent(type -> notes.route(type + ".send"));
  }

  private void connect(FunctionCall call, PropertyGet target, List<AstNode> arguments) {
    boolean transport = types.object(target.getTarget()).filter("Transport"::equals).isPresent();
    if (transport && arguments.size() >= 3) {
      ignored(
          call,
          first(arguments).map(host -> "the host \"" + host + "\" of connect").orElse("connect"));
    }
  }

  private void property(AstNode at, AstNode key, AstNode value) {
    String name = texts.constant(key).orElse("");
    if (SERVER.matcher(name).matches()) {
      ignored(at, shown(value).map(text -> name + " \"" + text + "\"").orElse(name));
    }
  }

  private void ignored(AstNode at, String what) {
    notes.note(at, what + " will not be used: mail leaves by the settings of Postern");
  }
}

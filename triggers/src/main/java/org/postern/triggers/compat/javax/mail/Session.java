package org.postern.triggers.compat.javax.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.transport.PosternTransport;
import org.postern.triggers.internal.run.CurrentRun;

/**
 * What scripts know as {@code javax.mail.Session}: gives sessions whose transports leave by the
 * run. Jakarta Mail's own search for providers is not used: it fails where an old JavaMail is on
 * the class path as well.
 */
public final class Session {

  private static final String[] PROTOCOLS = {"smtp", "smtps"};

  private Session() {}

  /** A session; what the properties say of host, port and login is not used. */
  public static jakarta.mail.Session getInstance(@Nullable Properties properties) {
    return getInstance(properties, null);
  }

  /** A session; the authenticator is never asked. */
  public static jakarta.mail.Session getInstance(
      @Nullable Properties properties, @Nullable Authenticator authenticator) {
    Properties given = properties == null ? new Properties() : properties;
    tell(given, authenticator);
    Properties kept = new Properties();
    for (String name : given.stringPropertyNames()) {
      if (keeps(name)) {
        kept.setProperty(name, given.getProperty(name));
      }
    }
    kept.setProperty("mail.transport.protocol", "smtp");
    jakarta.mail.Session session = jakarta.mail.Session.getInstance(kept);
    // setDebug(true) would write to the server's own output; of connections there is none to tell
    session.setDebugOut(new PrintStream(OutputStream.nullOutputStream()));
    for (String protocol : PROTOCOLS) {
      install(session, protocol);
    }
    return session;
  }

  /** As {@link #getInstance(Properties)}: a script shares no session with another. */
  public static jakarta.mail.Session getDefaultInstance(@Nullable Properties properties) {
    return getInstance(properties, null);
  }

  /** As {@link #getInstance(Properties, Authenticator)}. */
  public static jakarta.mail.Session getDefaultInstance(
      @Nullable Properties properties, @Nullable Authenticator authenticator) {
    return getInstance(properties, authenticator);
  }

  /** Who the mail is from, and how it is written; nothing of where it goes. */
  private static boolean keeps(String name) {
    return name.startsWith("mail.mime.")
        || name.equals("mail.from")
        || name.equals("mail.smtp.from")
        || name.equals("mail.user")
        || name.equals("mail.host");
  }

  private static void install(jakarta.mail.Session session, String protocol) {
    Provider ours =
        new Provider(
            Provider.Type.TRANSPORT, protocol, PosternTransport.class.getName(), "Postern", "1");
    session.addProvider(ours);
    try {
      session.setProvider(ours);
    } catch (NoSuchProviderException impossible) {
      throw new IllegalStateException("our transport was just added", impossible);
    }
  }

  private static void tell(Properties given, @Nullable Authenticator authenticator) {
    List<String> ignored = new ArrayList<>();
    for (String protocol : PROTOCOLS) {
      for (String what : new String[] {"host", "port", "user"}) {
        Object value = given.get("mail." + protocol + "." + what);
        if (value != null) {
          // JavaScript's 25 is Java's 25.0
          Object shown = value instanceof Double number ? number.longValue() : value;
          ignored.add(what + " " + shown);
        }
      }
      if (given.get("mail." + protocol + ".password") != null) {
        ignored.add("password");
      }
    }
    if (authenticator != null) {
      ignored.add("authenticator");
    }
    CurrentRun.get().mail().ignored(ignored);
  }
}

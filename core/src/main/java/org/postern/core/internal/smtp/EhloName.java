package org.postern.core.internal.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The name this client gives in EHLO (RFC 5321 sections 2.3.5 and 4.1.3). */
public final class EhloName {

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,255}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final Pattern LITERAL = Pattern.compile("\\[[A-Za-z0-9:.-]{2,250}]");

  private EhloName() {}

  /** True for a domain name of ASCII letters, digits and hyphens, or an address literal. */
  public static boolean valid(String name) {
    return DOMAIN.matcher(name).matches() || LITERAL.matcher(name).matches();
  }

  static String of(Route route, InetAddress local) {
    return route
        .ehloName()
        .orElseGet(() -> OfThisHost.NAME.isEmpty() ? literal(local) : OfThisHost.NAME);
  }

  /** {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    String plain = scope < 0 ? text : text.substring(0, scope);
    return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
  }

  /** Looked up once, on first use: the look-up may be slow. */
  private static final class OfThisHost {

    /** Fully qualified; "" where this host has no such name. */
    static final String NAME = name();

    private static String name() {
      try {
        InetAddress here = InetAddress.getLocalHost();
        String name = here.getHostName();
        String full = name.contains(".") ? name : here.getCanonicalHostName();
        boolean address = full.equals(here.getHostAddress());
        return full.contains(".") && !address && DOMAIN.matcher(full).matches() ? full : "";
      } catch (UnknownHostException nameless) {
        return "";
      }
    }
  }
}

package org.postern.core.smtp;

/** RFC 5321 section 4.1.3: {@code [192.0.2.1]} and {@code [IPv6:2001:db8::1]}. */
final class AddressLiteral {

  private static final String IPV6_TAG = "IPv6:";
  private static final int GROUPS = 8;

  private AddressLiteral() {}

  static void check(AddressText text, int start) {
    if (text.charAt(text.length() - 1) != ']') {
      throw text.refuse("the address literal must end with ]", text.length() - 1);
    }
    String literal = text.from(start + 1);
    literal = literal.substring(0, literal.length() - 1);
    if (literal.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length())) {
      if (!isIpv6(literal.substring(IPV6_TAG.length()))) {
        throw text.refuse("not an IPv6 address; write [IPv6:2001:db8::1]", start);
      }
    } else if (!isIpv4(literal)) {
      throw text.refuse(
          "not an address literal; write [192.0.2.1], without leading zeros, or [IPv6:...]", start);
    }
  }

  private static boolean isIpv4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      // leading zeros are octal to some readers, so 010 would be two addresses
      if (!number.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(number) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    String head = text.substring(0, gap);
    String tail = text.substring(gap + 2);
    int before = head.isEmpty() ? 0 : groups(head, false);
    int after = tail.isEmpty() ? 0 : groups(tail, true);
    // RFC 5321: the double colon stands for at least two groups
    return before >= 0 && after >= 0 && before + after <= GROUPS - 2;
  }

  /** The number of 16-bit groups, or -1 where one is malformed; an IPv4 tail counts as two. */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] groups = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      if (groups[i].matches("[0-9A-Fa-f]{1,4}")) {
        count++;
      } else if (last && mayEndInIpv4 && isIpv4(groups[i])) {
        count += 2;
      } else {
        return -1;
      }
    }
    return count;
  }
}

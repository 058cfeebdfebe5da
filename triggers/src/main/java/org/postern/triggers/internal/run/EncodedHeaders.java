package org.postern.triggers.internal.run;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes what scripts have put into headers as it is (RFC 2047): names within addresses that they
 * parsed, subjects set as a header. As raw UTF-8 such mail would need a server with SMTPUTF8.
 */
final class EncodedHeaders {

  private static final String[] ADDRESSES = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};

  private EncodedHeaders() {}

  static void in(MimeMessage message) throws MessagingException {
    try {
      for (String name : ADDRESSES) {
        String value = message.getHeader(name, ",");
        if (value != null && !ascii(value)) {
          message.setHeader(name, addresses(value));
        }
      }
      String subject = message.getHeader("Subject", null);
      if (subject != null && !ascii(subject)) {
        message.setSubject(MimeUtility.unfold(subject), StandardCharsets.UTF_8.name());
      }
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("UTF-8 is always there", impossible);
    }
  }

  private static String addresses(String value)
      throws MessagingException, UnsupportedEncodingException {
    InternetAddress[] all = InternetAddress.parseHeader(value, false);
    for (InternetAddress one : all) {
      if (one.getPersonal() != null) {
        one.setPersonal(one.getPersonal(), StandardCharsets.UTF_8.name());
      }
    }
    return InternetAddress.toString(all);
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}

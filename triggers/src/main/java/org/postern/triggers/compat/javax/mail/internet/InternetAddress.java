package org.postern.triggers.compat.javax.mail.internet;

import jakarta.mail.internet.AddressException;
import java.io.UnsupportedEncodingException;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.text.Utf8;

/** An address whose name is written in UTF-8 where the script does not say otherwise. */
public final class InternetAddress extends jakarta.mail.internet.InternetAddress {

  /** An empty one. */
  public InternetAddress() {}

  /** Parsed. */
  public InternetAddress(String address) throws AddressException {
    super(address);
  }

  /** Parsed, strictly where asked for. */
  public InternetAddress(String address, boolean strict) throws AddressException {
    super(address, strict);
  }

  /** An address and a name. */
  public InternetAddress(String address, @Nullable String name)
      throws UnsupportedEncodingException {
    super(address, name, Utf8.NAME);
  }

  /** An address and a name in a character set. */
  public InternetAddress(String address, @Nullable String name, @Nullable String charset)
      throws UnsupportedEncodingException {
    super(address, name, charset);
  }

  @Override
  public void setPersonal(@Nullable String name) throws UnsupportedEncodingException {
    setPersonal(name, Utf8.NAME);
  }
}

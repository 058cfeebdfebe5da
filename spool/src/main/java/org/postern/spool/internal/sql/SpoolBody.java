package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.postern.core.message.SevenBit;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.DamagedMailException;
import org.postern.spool.MailId;
import org.postern.spool.SpoolException;

/** The bytes of a mail in the spool. */
record SpoolBody(BodyFacts facts, Source source) implements MessageBody {

  /** Where the bytes are. */
  sealed interface Source {
    /** Writes all. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Those of a small mail that has just come in. */
  record Memory(byte[] bytes) implements Source {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /**
   * Rows, each read by itself: no connection waits for the next hop.
   *
   * @param parts how many; 0 where the bytes are in the mail's own row
   */
  record Rows(Database database, long mail, int parts) implements Source {

    private record Part(byte[] bytes, long crc) {}

    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (parts == 0) {
        out.write(read("SELECT body, crc FROM mail WHERE id = ?", mail));
      }
      for (int n = 0; n < parts; n++) {
        out.write(read("SELECT bytes, crc FROM part WHERE mail = ? AND n = ?", mail, n));
      }
    }

    private byte[] read(String sql, Object... which) throws IOException {
      Optional<Part> part;
      try {
        part =
            database.read(
                session ->
                    session.first(sql, row -> new Part(row.getBytes(1), row.getLong(2)), which));
      } catch (SpoolException unreadable) {
        throw new IOException(id() + " cannot be read: " + unreadable.getMessage(), unreadable);
      }
      byte[] bytes =
          part.orElseThrow(
                  () ->
                      new DamagedMailException(
                          id() + " is damaged: some of its bytes are gone from the spool"))
              .bytes();
      if (NewMail.crc(bytes) != part.get().crc()) {
        throw new DamagedMailException(
            id()
                + " is damaged: its bytes are not those that came in; look at the disk, then ask its"
                + " sender for it again and drop it");
      }
      return bytes;
    }

    private MailId id() {
      return MailIds.text(mail);
    }
  }

  @Override
  public long size() {
    return facts.size();
  }

  @Override
  public boolean eightBit() {
    return facts.eightBit();
  }

  @Override
  public boolean utf8Headers() {
    return facts.utf8Headers();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    source.writeTo(out);
  }

  @Override
  public Optional<MessageBody> sevenBit() throws IOException {
    return SevenBit.of(this);
  }

  @Override
  public MessageBody asciiHeaders() throws IOException {
    return SevenBit.headers(this);
  }

  @Override
  public String toString() {
    return "SpoolBody[" + facts.size() + " bytes]";
  }
}

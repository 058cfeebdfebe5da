package org.postern.core.message;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The parts of a composed message as a tree of Angus: text and HTML as alternatives, images related
 * to the HTML, attachments beside them (RFC 2046, RFC 2387). Leaves write themselves past Angus's
 * encoders into the {@link Recording}, so that files are not read while composing.
 */
final class MimeTree {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Recording recording;

  MimeTree(Recording recording) {
    this.recording = recording;
  }

  /** What a part holds: the value of Content-Type and how the content is put into the part. */
  interface Content {
    void putInto(Part part) throws MessagingException;
  }

  Content text(String subtype, String text) {
    TextBody body = TextBody.of(text);
    return part -> {
      // the handler first: Angus forgets the headers of the content when it is given one
      part.setDataHandler(new Leaf(() -> recording.add(new Segment.Ready(body.bytes()))));
      part.setHeader("Content-Type", "text/" + subtype + "; charset=UTF-8");
      part.setHeader("Content-Transfer-Encoding", body.encoding());
    };
  }

  Content attachment(Attachment attachment, FileStamp stamp) {
    return file(attachment, stamp, "attachment");
  }

  Content inline(String contentId, Attachment image, FileStamp stamp) {
    Content file = file(image, stamp, "inline");
    return part -> {
      file.putInto(part);
      part.setHeader("Content-ID", "<" + contentId + ">");
    };
  }

  private Content file(Attachment attachment, FileStamp stamp, String kind) {
    String name = attachment.fileName();
    return part -> {
      part.setDataHandler(new Leaf(() -> recording.add(new Segment.EncodedFile(stamp))));
      part.setHeader(
          "Content-Type", FileNameParameters.contentType(attachment.contentType(), name));
      part.setHeader("Content-Transfer-Encoding", "base64");
      part.setHeader("Content-Disposition", FileNameParameters.disposition(kind, name));
    };
  }

  Content multipart(String subtype, List<Content> contents) {
    return part -> {
      Container container = new Container(subtype);
      for (Content content : contents) {
        BodyPart child = new MimeBodyPart();
        content.putInto(child);
        container.addBodyPart(child);
      }
      part.setDataHandler(new Branch(container));
      part.setHeader("Content-Type", container.getContentType());
    };
  }

  /** Its boundary cannot be guessed by who supplies a text, and does not tell of this process. */
  private static final class Container extends MimeMultipart {
    Container(String subtype) throws MessagingException {
      super(subtype);
      byte[] random = new byte[16];
      RANDOM.nextBytes(random);
      ContentType type = new ContentType("multipart", subtype, null);
      // "=_" occurs neither in quoted-printable nor in base64
      type.setParameter("boundary", "=_" + HexFormat.of().formatHex(random));
      if (subtype.equals("related")) {
        type.setParameter("type", "text/html");
      }
      contentType = type.toString();
    }
  }

  /** Written by the container itself: no look-up of content handlers, which a host may disturb. */
  private static final class Branch extends DataHandler {
    private final Container container;

    Branch(Container container) {
      super(container, container.getContentType());
      this.container = container;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try {
        container.writeTo(out);
      } catch (MessagingException failed) {
        throw new IOException(failed);
      }
    }
  }

  private static final class Leaf extends DataHandler {
    private final Runnable write;

    Leaf(Runnable write) {
      super("", MediaTypes.BINARY);
      this.write = write;
    }

    @Override
    public void writeTo(OutputStream out) {
      write.run();
    }
  }
}

package org.postern.core.message;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/** The texts and files of a message, and how they are nested. */
record ComposedContent(
    Optional<String> text,
    Optional<String> html,
    Map<String, Attachment> images,
    List<Attachment> attachments) {

  ComposedContent {
    if (text.isEmpty() && html.isEmpty() && attachments.isEmpty()) {
      throw new MessageException("there is no body; call text(...), html(...) or attach(...)");
    }
    if (html.isEmpty() && !images.isEmpty()) {
      throw new MessageException("an inline image needs a body that shows it; call html(...)");
    }
  }

  MessageBody render(ComposedHeaders headers) {
    Recording recording = new Recording();
    MimeTree.Content root = root(new MimeTree(recording));
    ClassLoader ours = ComposedContent.class.getClassLoader();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Jakarta Mail looks for its provider here first; a host's own copy of it must not be found
    Thread.currentThread().setContextClassLoader(ours);
    try {
      Rendered message = new Rendered();
      headers.putInto(message);
      root.putInto(message);
      message.saveChanges();
      recording.addHeader(message.getAllHeaderLines());
      message.getDataHandler().writeTo(recording);
    } catch (MessagingException | IOException failed) {
      throw new MessageException("the message cannot be composed: " + failed.getMessage(), failed);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return ComposedBody.of(recording.end(), headers.utf8());
  }

  private MimeTree.Content root(MimeTree tree) {
    List<MimeTree.Content> alternatives = new ArrayList<>();
    text.ifPresent(plain -> alternatives.add(tree.text("plain", plain)));
    html.ifPresent(page -> alternatives.add(related(tree, page)));
    List<MimeTree.Content> parts = new ArrayList<>();
    if (!alternatives.isEmpty()) {
      parts.add(
          alternatives.size() == 1
              ? alternatives.get(0)
              : tree.multipart("alternative", alternatives));
    }
    for (Attachment attachment : attachments) {
      parts.add(tree.attachment(attachment, stamp(attachment)));
    }
    return attachments.isEmpty() ? parts.get(0) : tree.multipart("mixed", parts);
  }

  private MimeTree.Content related(MimeTree tree, String page) {
    MimeTree.Content html = tree.text("html", page);
    if (images.isEmpty()) {
      return html;
    }
    List<MimeTree.Content> parts = new ArrayList<>(List.of(html));
    images.forEach((id, image) -> parts.add(tree.inline(id, image, stamp(image))));
    return tree.multipart("related", parts);
  }

  private static FileStamp stamp(Attachment attachment) {
    try {
      return FileStamp.of(attachment.file());
    } catch (IOException unreadable) {
      throw new MessageException(
          "attachment " + attachment.file() + ": cannot be read: " + unreadable, unreadable);
    }
  }

  /** Keeps the Message-ID that was set; Angus would make one that names this host's user. */
  private static final class Rendered extends MimeMessage {
    Rendered() {
      super((Session) null);
    }

    @Override
    protected void updateMessageID() {}
  }
}

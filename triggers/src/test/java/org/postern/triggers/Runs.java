package org.postern.triggers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.auth.open.OpenProvider;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.triggers.beans.ApiSessionBean;
import org.postern.triggers.host.FieldChange;
import org.postern.triggers.host.HostEnvironment;
import org.postern.triggers.host.HostProduct;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.run.KeptMail;
import org.postern.triggers.run.LogLine;

/** A host product with the beans that a test gives it, and runs of scripts in a folder. */
final class Runs implements HostProduct {

  private final Path folder;
  private final Map<String, Object> beans = new HashMap<>();
  final List<OutboundMessage> outbox = new ArrayList<>();

  Runs(Path folder) {
    this.folder = folder;
  }

  Runs with(String name, Object bean) {
    beans.put(name, bean);
    return this;
  }

  static MailSettings settings() {
    return MailSettings.builder(List.of(new OpenProvider()))
        .set(CoreKeys.HOST, "mail.example.com")
        .set(CoreKeys.PORT, 2525)
        .set(CoreKeys.USER, "rvs@example.com")
        .build();
  }

  TriggerRunner.Builder runner() {
    return TriggerRunner.builder(settings(), this::keep);
  }

  TriggerRun script(String... lines) {
    return TriggerRun.of(file("script.js", String.join("\n", lines)), this);
  }

  Path file(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What the script itself printed, a line each. */
  static String printed(TriggerResult result) {
    return result.log().stream()
        .filter(line -> !line.category().equals("postern"))
        .map(LogLine::text)
        .collect(Collectors.joining("\n"));
  }

  private synchronized DeliveryResult keep(OutboundMessage message) {
    outbox.add(message);
    return KeptMail.accepted(message);
  }

  @Override
  public HostEnvironment environment() {
    return new HostEnvironment(
        "rvs.example.com",
        7001,
        "https://rvs.example.com:7001",
        Path.of("/opt/rvs"),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public HostSession begin(TriggerEvent event) {
    return new HostSession() {
      @Override
      public Set<String> beanNames() {
        return Set.of(
            "imServerBean", "imIssueDeltaBean", "imScheduleTriggerArgumentsBean", "special");
      }

      @Override
      public Optional<Object> bean(String name) {
        return Optional.ofNullable(beans.get(name));
      }

      @Override
      public ApiSessionBean apiSession(Optional<String> user, String password) {
        throw new UnsupportedOperationException("no command API here");
      }

      @Override
      public List<FieldChange> changes() {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }
}

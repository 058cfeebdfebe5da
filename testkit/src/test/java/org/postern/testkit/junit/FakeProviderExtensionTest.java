package org.postern.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.ProviderProfile;
import org.postern.testkit.SmtpStep;

class FakeProviderExtensionTest {

  @RegisterExtension
  static final FakeProviderExtension PROVIDER =
      FakeProviderExtension.of(FakeProvider.m365().mailbox("app@example.com")).strict();

  @RepeatedTest(2)
  void eachTestHasTheProviderWithNothingScripted(FakeProvider provider) throws IOException {
    assertThat(provider.profile()).isEqualTo(ProviderProfile.M365);
    assertThat(banner(provider)).startsWith("220 ");
    provider.smtp().at(SmtpStep.BANNER).reply("421 4.3.2 later");
    assertThat(banner(provider)).startsWith("421 ");
  }

  @Test
  void strictFailsWhereTheClientBreaksTheProtocol() throws Exception {
    FakeProviderExtension strict = FakeProviderExtension.of(FakeProvider.rfc7628()).strict();
    strict.beforeAll(null);
    try {
      strict.beforeEach(null);
      try (Socket client = new Socket("localhost", strict.provider().smtpPort())) {
        client.getOutputStream().write("EHLO me\n".getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
      }
      assertThatThrownBy(() -> strict.afterEach(null)).isInstanceOf(AssertionError.class);
    } finally {
      strict.afterAll(null);
    }
    assertThatThrownBy(strict::provider).isInstanceOf(IllegalStateException.class);
  }

  private static String banner(FakeProvider provider) throws IOException {
    try (Socket client = new Socket("localhost", provider.smtpPort())) {
      byte[] first = new byte[200];
      int length = client.getInputStream().read(first);
      return new String(first, 0, length, StandardCharsets.US_ASCII);
    }
  }
}

package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of docs/testkit.md. */
class TestkitExampleTest {

  @Test
  void tokenThatTheEndpointIssuesOpensTheMailServer() throws Exception {
    TestCa ca = TestCa.create();
    TokenRegistry tokens = new TokenRegistry();
    try (FakeTokenEndpoint endpoint =
            FakeTokenEndpoint.builder()
                .tls(ca.localhost())
                .client("app", "app-secret")
                .tokens(tokens)
                .start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(ca.localhost()).tokens(tokens).start()) {

      endpoint.next(TokenAnswer.error(503, "temporarily_unavailable", "later"));
      server.at(SmtpStep.RCPT).forRecipient("late@example.com").reply("451 4.7.1 try later");

      assertThat(fetch(endpoint.uri(), ca)).isEqualTo(503);
      assertThat(fetch(endpoint.uri(), ca)).isEqualTo(200);
      assertThat(endpoint.requests()).hasSize(2);
      assertThat(tokens.accepts(tokens.latest().orElseThrow())).isTrue();

      try (RawSmtpClient client = RawSmtpClient.greeted(server)) {
        client.say("EHLO client.test");
        client.say("STARTTLS");
        client.startTls(ca.trustingContext());
        client.say("EHLO client.test");
        String response =
            "user=app@example.com\u0001auth=Bearer "
                + tokens.latest().orElseThrow()
                + "\u0001\u0001";
        assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.base64(response))).startsWith("235");
        client.say("MAIL FROM:<app@example.com>");
        assertThat(client.say("RCPT TO:<late@example.com>")).startsWith("451");
        client.say("RCPT TO:<soon@example.com>");
        client.say("DATA");
        client.say("Subject: hello\r\n\r\nHello.\r\n.");
      }

      assertThat(server.onlyMail().recipientAddresses()).containsExactly("soon@example.com");
      assertThat(server.onlyMail().user()).contains("app@example.com");
      assertThat(server.sessions().get(0).tlsProtocol()).contains("TLSv1.3");
      server.requireNoViolations();
    }
  }

  private static int fetch(URI endpoint, TestCa ca) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=app&client_secret=app-secret"))
            .build();
    return HttpClient.newBuilder()
        .sslContext(ca.trustingContext())
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void examplesOfTheDocsStandInTestsThatRun() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "testkit.md"));
    List<String> sources = sources();
    Matcher blocks = Pattern.compile("(?s)```java\n(.*?)```").matcher(docs);
    int examples = 0;
    while (blocks.find()) {
      examples++;
      String example = flat(blocks.group(1));
      assertThat(sources)
          .as("a test holds%n%s", blocks.group(1))
          .anyMatch(s -> s.contains(example));
    }
    assertThat(examples).isEqualTo(4);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .map(TestkitExampleTest::read)
          .map(TestkitExampleTest::flat)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Without the indentation, which differs between page and source. */
  private static String flat(String text) {
    return text.replaceAll("(?m)^\\s+", "").strip();
  }
}

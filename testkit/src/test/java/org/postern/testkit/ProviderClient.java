package org.postern.testkit;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a fake provider for tokens, and talks to its mail server line by line. */
final class ProviderClient {

  private ProviderClient() {}

  /** What the token endpoint answers to this form; client id and secret are added. */
  static HttpResponse<String> ask(FakeProvider provider, String form) throws Exception {
    return askAsNobody(provider, form + "&client_id=app&client_secret=" + encode("app-secret"));
  }

  /** What the token endpoint answers to this form as it stands. */
  static HttpResponse<String> askAsNobody(FakeProvider provider, String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(provider.tokenUri())
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HttpClient.newBuilder()
        .sslContext(provider.ca().trustingContext())
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A token by client credentials. */
  static String token(FakeProvider provider) throws Exception {
    HttpResponse<String> answer = ask(provider, "grant_type=client_credentials");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return provider.tokens().latest().orElseThrow();
  }

  /** A connection after STARTTLS and EHLO. */
  static RawSmtpClient secured(FakeProvider provider) throws Exception {
    RawSmtpClient client = RawSmtpClient.greeted(provider.smtp());
    client.say("EHLO client.test");
    client.say("STARTTLS");
    client.startTls(provider.ca().trustingContext());
    client.say("EHLO client.test");
    return client;
  }

  /** As {@link #secured}, logged in by XOAUTH2. */
  static RawSmtpClient loggedIn(FakeProvider provider, String user) throws Exception {
    RawSmtpClient client = secured(provider);
    String reply = client.say(xoauth2(user, token(provider)));
    if (!reply.startsWith("235")) {
      throw new AssertionError(reply);
    }
    return client;
  }

  static String xoauth2(String user, String token) {
    return "AUTH XOAUTH2 "
        + RawSmtpClient.base64("user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  /** Sends one mail and returns the first reply that is no success, or the last one. */
  static String send(RawSmtpClient client, String from, String... to) throws Exception {
    String reply = client.say("MAIL FROM:<" + from + ">");
    for (String recipient : to) {
      if (reply.startsWith("2")) {
        reply = client.say("RCPT TO:<" + recipient + ">");
      }
    }
    if (!reply.startsWith("2")) {
      return reply;
    }
    reply = client.say("DATA");
    return reply.startsWith("354")
        ? client.say("From: App <" + from + ">\r\nSubject: hello\r\n\r\nHello.\r\n.")
        : reply;
  }
}

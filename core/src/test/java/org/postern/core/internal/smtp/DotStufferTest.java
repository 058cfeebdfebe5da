package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotStufferTest {

  private static final TimeLimit LIMIT = new TimeLimit(Fixture.LONG, "test");

  private final Watchdog watchdog = new Watchdog();
  private Socket far;
  private Wire wire;
  private CompletableFuture<String> received;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
      far = listener.accept();
      wire = new Wire(near, watchdog);
      InputStream in = far.getInputStream();
      received =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    wire.close();
    far.close();
    watchdog.close();
  }

  @Test
  void dotsAreDoubledWhereverTheMessageIsCut() throws IOException {
    String text = ".\r\n..\r\na.b\r\n\r\n.\r\n.end\r\n";
    StringBuilder expected = new StringBuilder();
    for (int cut = 0; cut <= text.length(); cut++) {
      DotStuffer out = stuffer(true);
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      out.write(bytes, 0, cut);
      out.write(bytes, cut, bytes.length - cut);
      out.end();
      assertThat(out.count()).isEqualTo(text.length());
      expected.append(stuffed(text));
    }
    assertThat(sent()).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void dotsAreDoubledAtTheBordersOfABlock(int before) throws IOException {
    String filler = "x".repeat(Wire.BLOCK - before);
    String text = filler + "\r\n.\r\n..\r\n" + filler + "\r\n.\r\n";
    DotStuffer out = stuffer(true);
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.end();
    assertThat(sent()).isEqualTo(stuffed(text));
  }

  @Test
  void singleBytesGoTheSameWay() throws IOException {
    String text = ".a\r\n.\r\n";
    DotStuffer out = stuffer(true);
    for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
      out.write(b);
    }
    out.end();
    assertThat(sent()).isEqualTo(stuffed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "\n", "\r\r\n", "a\r\n.\n", "a\r\n\n.\r\n"})
  void aLoneCrOrLfIsRefusedHoweverTheBytesAreCut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int cut = 0; cut <= bytes.length; cut++) {
      int at = cut;
      DotStuffer out = stuffer(true);
      assertThatThrownBy(
              () -> {
                out.write(bytes, 0, at);
                out.write(bytes, at, bytes.length - at);
              })
          .isInstanceOf(BodyFault.class)
          .hasMessageContaining("stands alone");
      assertThat(out.failure()).isPresent();
      assertThatThrownBy(() -> out.write('x')).isInstanceOf(BodyFault.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a\r", "a\r\nb"})
  void aMessageWithoutCrlfAtItsEndIsRefused(String text) throws IOException {
    DotStuffer out = stuffer(true);
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(out::end).isInstanceOf(BodyFault.class);
  }

  @Test
  void eightBitBytesThatWereNotAnnouncedAreRefused() throws IOException {
    byte[] bytes = "ü\r\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> stuffer(false).write(bytes)).isInstanceOf(BodyFault.class);
    stuffer(true).write(bytes);
  }

  private DotStuffer stuffer(boolean eightBit) {
    return new DotStuffer(wire, LIMIT, eightBit);
  }

  private String sent() throws IOException {
    wire.flush(LIMIT);
    wire.close();
    return received.join();
  }

  private static String stuffed(String text) {
    StringBuilder stuffed = new StringBuilder();
    Arrays.stream(text.split("(?<=\r\n)"))
        .forEach(line -> stuffed.append(line.startsWith(".") ? "." : "").append(line));
    return stuffed.toString();
  }
}

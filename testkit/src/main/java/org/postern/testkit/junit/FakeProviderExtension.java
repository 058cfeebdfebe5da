package org.postern.testkit.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.FakeProviderBuilder;

/**
 * A fake provider that is started before the first test of a class, reset before each and closed
 * after the last; tests get it as a parameter of type {@link FakeProvider}. Register it by a static
 * field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FakeProviderExtension PROVIDER =
 *     FakeProviderExtension.of(FakeProvider.m365().mailbox("app@example.com")).strict();
 * }</pre>
 *
 * <p>For tests that run one after the other: they share the servers.
 */
public final class FakeProviderExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private final FakeProviderBuilder builder;
  private final boolean strict;
  private @Nullable FakeProvider provider;

  private FakeProviderExtension(FakeProviderBuilder builder, boolean strict) {
    this.builder = builder;
    this.strict = strict;
  }

  /** A provider of this kind; it is started when the tests begin. */
  public static FakeProviderExtension of(FakeProviderBuilder builder) {
    return new FakeProviderExtension(builder, false);
  }

  /** The same, which fails a test whose client broke the protocol. */
  public FakeProviderExtension strict() {
    return new FakeProviderExtension(builder, true);
  }

  /**
   * The provider.
   *
   * @throws IllegalStateException outside a test
   */
  public FakeProvider provider() {
    if (provider == null) {
      throw new IllegalStateException(
          "the provider runs during tests only; register the extension by a static field");
    }
    return provider;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    provider = builder.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    provider().reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (strict) {
      provider().smtp().requireNoViolations();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    provider().close();
    provider = null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FakeProvider.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return provider();
  }
}

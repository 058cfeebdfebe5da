/** Auth scheme {@code open}: no login. */
@org.jspecify.annotations.NullMarked
module org.postern.auth.open {
  requires static org.jspecify;
  requires transitive org.postern.core;

  exports org.postern.auth.open;

  provides org.postern.core.spi.AuthStrategyProvider with
      org.postern.auth.open.OpenProvider;
}

/** Auth scheme {@code basic}: user name and password. */
@org.jspecify.annotations.NullMarked
module org.postern.auth.basic {
  requires static org.jspecify;
  requires transitive org.postern.core;

  exports org.postern.auth.basic;

  provides org.postern.core.spi.AuthStrategyProvider with
      org.postern.auth.basic.BasicProvider;
}

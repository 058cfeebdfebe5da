/** Encrypts chosen values of a property file in place; key ring and rotation. */
@org.jspecify.annotations.NullMarked
module org.postern.crypto {
  requires static org.jspecify;

  exports org.postern.crypto;
}

package org.postern.distribution.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, as the manifest of our jar says. */
final class PosternVersion implements IVersionProvider {

  static String text() {
    return Optional.ofNullable(PosternVersion.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"postern " + text()};
  }
}

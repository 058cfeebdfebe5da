package org.postern.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.core.spi.AuthStrategyProvider;

/**
 * How a provider is made known, read from the jar or folder that holds its class.
 *
 * @param inServicesFile named in {@code META-INF/services}, as the class path needs it
 * @param inModuleDescriptor named in {@code module-info}, as the module path needs it; true where
 *     there is no descriptor
 */
record Published(boolean inServicesFile, boolean inModuleDescriptor) {

  private static final String SERVICE = AuthStrategyProvider.class.getName();

  static Published with(Class<?> provider) throws IOException {
    return new Published(services(provider), module(provider));
  }

  private static boolean services(Class<?> provider) throws IOException {
    Optional<byte[]> file = besides(provider, "META-INF/services/" + SERVICE);
    return file.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("#.*", "").strip())
        .anyMatch(provider.getName()::equals);
  }

  private static boolean module(Class<?> provider) throws IOException {
    Optional<byte[]> file = besides(provider, "module-info.class");
    if (file.isEmpty()) {
      return true;
    }
    return ModuleDescriptor.read(ByteBuffer.wrap(file.get())).provides().stream()
        .filter(provides -> provides.service().equals(SERVICE))
        .flatMap(provides -> provides.providers().stream())
        .anyMatch(provider.getName()::equals);
  }

  /**
   * That resource of the same jar or folder as the class; others on the class path do not count.
   */
  private static Optional<byte[]> besides(Class<?> provider, String resource) throws IOException {
    URL home = provider.getProtectionDomain().getCodeSource().getLocation();
    List<URL> all =
        Collections.list(provider.getClassLoader().getResources(resource)).stream()
            .filter(url -> url.toString().replaceFirst("^jar:", "").startsWith(home.toString()))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    URLConnection connection = all.get(0).openConnection();
    // else the jar stays open after a plug-in's class loader is closed
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return Optional.of(in.readAllBytes());
    }
  }
}

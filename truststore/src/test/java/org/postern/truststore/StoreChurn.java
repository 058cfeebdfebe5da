package org.postern.truststore;

import java.nio.file.Path;
import java.util.List;

/** A process that changes a store again and again, until it is killed or has done its share. */
final class StoreChurn {

  private StoreChurn() {}

  /** {@code forever STORE FILE ALIAS} or {@code once STORE FILE…}. */
  public static void main(String[] arguments) throws Exception {
    TrustStoreFile store = TrustStoreFile.at(Path.of(arguments[1]));
    if (arguments[0].equals("forever")) {
      while (true) {
        store.importFiles(
            List.of(Path.of(arguments[2])), ImportOptions.strict().withAlias(arguments[3]));
        System.out.println("imported");
        store.remove(arguments[3]);
        System.out.println("removed");
      }
    }
    for (int i = 2; i < arguments.length; i++) {
      store.importFiles(List.of(Path.of(arguments[i])), ImportOptions.strict());
    }
  }
}

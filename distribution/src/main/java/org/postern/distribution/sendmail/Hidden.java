package org.postern.distribution.sendmail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * What this user has no right to: other users' files are nobody's fault, and no reason to lose a
 * mail.
 */
final class Hidden {

  private static final String USER = System.getProperty("user.name", "");

  private Hidden() {}

  /** The settings, which without rights would look as if they were empty. */
  static void mustNotBe(Path folder) throws Sysexit {
    for (String name : new String[] {"is.properties", "security.properties"}) {
      if (is(folder.resolve(name))) {
        throw new Sysexit(
            Sysexit.CONFIG,
            folder.resolve(name)
                + " cannot be read by user "
                + USER
                + "; make the user a member of the group that may ("
                + "usermod -aG "
                + group(folder)
                + " "
                + USER
                + ", and chmod g+r for the files), or let it send by SMTP to the relay's listener");
      }
    }
  }

  /** True for a file that is or may be there, and that this user may not read. */
  static boolean is(Path file) {
    try {
      Files.newByteChannel(file).close();
      return false;
    } catch (AccessDeniedException denied) {
      return true;
    } catch (IOException another) {
      return false; // whoever reads it says what
    }
  }

  private static String group(Path folder) {
    try {
      String name = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
      return name.equals("root") ? "GROUP" : name;
    } catch (IOException | RuntimeException unknown) {
      return "GROUP";
    }
  }

  /** True where the spool in that folder is kept from this user, not ailing. */
  static boolean spool(Path folder, Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessDeniedException) {
        return true;
      }
    }
    Path database = folder.resolve("spool.db");
    return Files.exists(folder) && !(Files.isWritable(folder) && Files.isExecutable(folder))
        || Files.exists(database) && !Files.isWritable(database);
  }
}

package org.postern.triggers.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.triggers.beans.ApiSessionBean;

/** What one run of a script sees of the host product. Used by one thread. */
public interface HostSession extends AutoCloseable {

  /** All names that {@link #bean} knows, whether or not there is a bean in this event. */
  Set<String> beanNames();

  /**
   * A bean, for instance {@code imServerBean}: an interface of {@code org.postern.triggers.beans},
   * or any object of the product's own, whose public methods scripts may then call. Empty for a
   * bean that this event does not have: the script sees null. Asked as often as the script looks it
   * up; the same object each time.
   */
  Optional<Object> bean(String name);

  /**
   * A session of the command API.
   *
   * @param user login name; empty for the user of the event
   * @param password as the script gave it; "" with no user
   * @throws UnsupportedOperationException when the product has none
   */
  ApiSessionBean apiSession(Optional<String> user, String password);

  /** What the script changed, in the order in which it did; empty when nothing. */
  List<FieldChange> changes();

  /** Ends the session; changes that the product has not taken by now are lost. */
  @Override
  void close();
}

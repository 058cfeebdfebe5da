package org.postern.relay;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.core.vitals.Ending;
import org.postern.relay.internal.listen.Rules;

/** Where and how the relay listens, checked as a whole. Immutable. */
public final class ListenerSettings {

  private final List<Rules> rules;
  private final List<Ending> endings;
  private final LocalUsers users;
  private final int connections;
  private final int connectionsPerAddress;

  private ListenerSettings(
      List<Rules> rules, List<Ending> endings, LocalUsers users, SettingValues values) {
    this.endings = List.copyOf(endings);
    this.rules = List.copyOf(rules);
    this.users = users;
    this.connections = values.get(ListenerKeys.MAX_CONNECTIONS);
    this.connectionsPerAddress = values.get(ListenerKeys.MAX_CONNECTIONS_PER_ADDRESS);
  }

  /**
   * What these settings say. Reads certificates and keys. May be asked of settings that are still
   * being checked, as a {@link org.postern.core.settings.SettingsPart}.
   *
   * @param folder of the settings
   * @throws org.postern.core.settings.SettingsException with every problem, among them that a
   *     listener beyond this host would take mail from anybody
   */
  public static ListenerSettings of(MailSettings settings, Path folder) {
    Complaints complaints = new Complaints(settings);
    ListenerReader reader = new ListenerReader(settings, folder, complaints);
    List<Rules> rules = complaints.orRefuse(complaints.ask(reader::read));
    LocalUsers users = LocalUsers.in(folder.resolve(settings.values().get(ListenerKeys.USERS)));
    return new ListenerSettings(rules, reader.endings(), users, settings.values());
  }

  /** The rules of programs on this host, without a look at certificates and other listeners. */
  static Rules local(MailSettings settings, Path folder) {
    Complaints complaints = new Complaints(settings);
    ListenerReader reader = new ListenerReader(settings, folder, complaints);
    return complaints.orRefuse(complaints.ask(reader::local));
  }

  /**
   * Where programs of this host reach a server that runs by these settings; empty where none can.
   *
   * @throws org.postern.core.settings.SettingsException where the addresses cannot be used
   */
  public static List<InetSocketAddress> loopback(MailSettings settings, Path folder) {
    Complaints complaints = new Complaints(settings);
    ListenerReader reader = new ListenerReader(settings, folder, complaints);
    List<InetSocketAddress> addresses = complaints.orRefuse(complaints.ask(reader::listen));
    return addresses.stream().filter(address -> address.getPort() != 0).toList();
  }

  /** When the certificates of the listeners end, each once. */
  public List<Ending> endings() {
    return endings;
  }

  /** The users that may log in. */
  public LocalUsers users() {
    return users;
  }

  List<Rules> rules() {
    return rules;
  }

  int connections() {
    return connections;
  }

  int connectionsPerAddress() {
    return connectionsPerAddress;
  }
}

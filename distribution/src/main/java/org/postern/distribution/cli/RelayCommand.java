package org.postern.distribution.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.relay.ListenerKeys;
import org.postern.relay.LocalUsers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What belongs to the relay's listeners. */
@Command(
    name = "relay",
    description = "Manage who may log in to the relay.",
    synopsisSubcommandLabel = "user",
    subcommands = RelayCommand.User.class)
final class RelayCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "user is missing");
  }

  /** The local users. */
  @Command(
      name = "user",
      description = {
        "Add, remove or list the users that may log in to the relay.",
        "Changes count from the next login on; no reload is needed."
      },
      synopsisSubcommandLabel = "add | remove | list")
  static final class User implements Runnable {

    @ParentCommand RelayCommand relay;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "add, remove or list is missing");
    }

    @Command(
        name = "add",
        description = {
          "Add a user, or give one another password.",
          "The password is asked for, or read from the first line of standard input."
        })
    int add(
        @Parameters(paramLabel = "NAME", description = "The user.") String name,
        @Mixin JsonOutput json)
        throws IOException {
      boolean fresh;
      try {
        fresh = users().put(name, password(name));
      } catch (IllegalArgumentException refused) {
        throw CommandFailure.usage(refused.getMessage());
      }
      String done = fresh ? "Added " + name + "." : name + " has another password now.";
      json.say(terminal(), row(fresh ? "add" : "change", name), done);
      return ExitCode.OK;
    }

    @Command(name = "remove", description = "Remove a user. Exits 1 where there is none.")
    int remove(
        @Parameters(paramLabel = "NAME", description = "The user.") String name,
        @Mixin JsonOutput json) {
      if (!users().remove(name)) {
        throw new CommandFailure(ExitCode.UNEXPECTED, "there is no user " + name);
      }
      json.say(terminal(), row("remove", name), "Removed " + name + ".");
      return ExitCode.OK;
    }

    @Command(name = "list", description = "List the names.")
    int list(@Mixin JsonOutput json) {
      List<String> names = List.copyOf(users().names());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("users", names);
      row.put("problems", List.of());
      json.say(terminal(), row, names.toArray(String[]::new));
      return ExitCode.OK;
    }

    private static Map<String, Object> row(String done, String name) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("done", done);
      row.put("user", name);
      row.put("problems", List.of());
      return row;
    }

    private LocalUsers users() {
      return LocalUsers.in(relay.postern.configuration().peek(ListenerKeys.USERS).orElseThrow());
    }

    private Terminal terminal() {
      return relay.postern.terminal();
    }

    /** Never an argument: those are seen by everybody on the machine. */
    private Secret password(String name) throws IOException {
      Optional<Person> person = terminal().console();
      Optional<String> password;
      if (person.isPresent()) {
        password = person.get().secret("Password of " + name + ": ");
        Optional<String> again = person.get().secret("Once more: ");
        if (!password.equals(again)) {
          throw CommandFailure.usage("the two are not the same; nothing was changed");
        }
      } else {
        password =
            Optional.ofNullable(
                new BufferedReader(new InputStreamReader(terminal().in(), StandardCharsets.UTF_8))
                    .readLine());
      }
      return Secret.of(
          password
              .filter(text -> !text.isEmpty())
              .orElseThrow(() -> CommandFailure.usage("no password was given")));
    }
  }
}

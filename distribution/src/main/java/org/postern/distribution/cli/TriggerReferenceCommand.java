package org.postern.distribution.cli;

import org.postern.triggers.check.BeanReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints what scripts can call. */
@Command(
    name = "reference",
    description = "Print the reference of all beans and their methods, in Markdown.")
final class TriggerReferenceCommand implements Runnable {

  @ParentCommand TriggerCommand trigger;

  @Override
  public void run() {
    trigger.postern.terminal().out().print(BeanReference.markdown());
    trigger.postern.terminal().flush();
  }
}

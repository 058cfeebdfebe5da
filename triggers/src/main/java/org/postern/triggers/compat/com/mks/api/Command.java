package org.postern.triggers.compat.com.mks.api;

import java.util.ArrayList;
import java.util.List;

/** A command of the host product's API. One thread. */
public final class Command {

  private final List<Option> options = new ArrayList<>();
  private final List<String> selections = new ArrayList<>();
  private String application = "";
  private String name = "";

  /** To be named later. */
  public Command() {}

  /** To be named later. */
  public Command(String application) {
    this.application = application;
  }

  /** For instance {@code im} and {@code issues}. */
  public Command(String application, String name) {
    this.application = application;
    this.name = name;
  }

  /** The application, for instance {@code im}. */
  public String getApp() {
    return application;
  }

  /** Names the application. */
  public void setApp(String text) {
    application = text;
  }

  /** The command's own name. */
  public String getCommandName() {
    return name;
  }

  /** Names the command. */
  public void setCommandName(String text) {
    name = text;
  }

  /** One more option. */
  public void addOption(Option option) {
    options.add(option);
  }

  /** What it is to work on. */
  public void addSelection(String selection) {
    selections.add(selection);
  }

  /** What it is to work on. */
  public void setSelectionList(SelectionList list) {
    selections.clear();
    selections.addAll(list.all());
  }

  /** All that it is to work on. */
  public List<String> selections() {
    return List.copyOf(selections);
  }

  /** All options. */
  public List<Option> options() {
    return List.copyOf(options);
  }

  /** As on a command line; secrets are not shown. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>(List.of(application, name));
    options.forEach(option -> words.add(option.toString()));
    words.addAll(selections);
    return String.join(" ", words);
  }
}

package org.postern.distribution.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.core.vitals.Ending;
import org.postern.distribution.watch.LoginProbe;
import org.postern.distribution.watch.Roads;
import org.postern.distribution.watch.Warning;

/**
 * What the server knows of itself by watching.
 *
 * @param endings what ends at a known time, the next first, each name once
 * @param probe the login without mail
 * @param warnings those that are open
 * @param over the ids of those whose cause is gone, and that end when it stays away
 * @param sent what each road has carried, by its name
 * @param freeBytes on the disk of the spool; empty where mail is kept in a database elsewhere
 * @param changedFiles of the settings, that are not what is in force
 */
public record Watched(
    List<Ending> endings,
    LoginProbe.Status probe,
    List<Warning> warnings,
    Set<String> over,
    Map<String, Roads.Count> sent,
    OptionalLong freeBytes,
    List<Path> changedFiles) {}

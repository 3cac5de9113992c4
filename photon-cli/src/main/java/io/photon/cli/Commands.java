// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.backup.BackupCommand;
import io.photon.cli.command.backup.RestoreCommand;
import io.photon.cli.command.backup.VerifyCommand;
import io.photon.cli.command.bench.BenchCommand;
import io.photon.cli.command.cluster.ClusterCommand;
import io.photon.cli.command.cluster.PromoteCommand;
import io.photon.cli.command.context.ContextCommand;
import io.photon.cli.command.doctor.DoctorCommand;
import io.photon.cli.command.event.EmitCommand;
import io.photon.cli.command.event.EventCommand;
import io.photon.cli.command.event.ReplayCommand;
import io.photon.cli.command.event.StreamsCommand;
import io.photon.cli.command.history.CheckHistoryCommand;
import io.photon.cli.command.meta.CompletionCommand;
import io.photon.cli.command.meta.HelpCommand;
import io.photon.cli.command.migrate.MigrateCommand;
import io.photon.cli.command.muon.DiscoverCommand;
import io.photon.cli.command.muon.IntrospectCommand;
import io.photon.cli.command.muon.RpcCommand;
import io.photon.cli.command.muon.StreamCommand;
import io.photon.cli.command.projection.ProjectionCommand;
import io.photon.cli.command.projection.WaitCommand;
import io.photon.cli.command.sql.SqlCommand;
import io.photon.cli.command.token.AppCommand;
import io.photon.cli.command.token.HookCommand;
import io.photon.cli.command.token.TokenCommand;
import io.photon.cli.command.top.LogCommand;
import io.photon.cli.command.top.StatCommand;
import io.photon.cli.command.top.StatusCommand;
import io.photon.cli.command.top.TopCommand;
import io.photon.cli.command.user.GrantCommand;
import io.photon.cli.command.user.UserCommand;
import io.photon.cli.command.user.WhoAmICommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registry of all commands. Asking for one loads its class and no other: reading the annotations of all of them
 * takes longer than most commands run.
 */
final class Commands {

    /** In the order a person meets them. */
    static final List<String> NAMES = List.of(
            "serve",
            "emit",
            "replay",
            "streams",
            "event",
            "projection",
            "wait",
            "sql",
            "backup",
            "restore",
            "verify",
            "migrate",
            "top",
            "stat",
            "status",
            "bench",
            "check-history",
            "shell",
            "log",
            "discover",
            "introspect",
            "rpc",
            "stream",
            "context",
            "doctor",
            "app",
            "hook",
            "user",
            "grant",
            "whoami",
            "cluster",
            "promote",
            "token",
            "completion",
            "version",
            "help");

    private Commands() {}

    /**
     * The whole name that a word stands for: itself, or the one command that begins so ({@code d} is discover). A word
     * that fits none or several stays as it is.
     */
    static String complete(String word) {
        String found = switch (word) { // Muon's users have these in their fingers, whatever other commands come
            case "d" -> "discover";
            case "i" -> "introspect";
            case "check" -> word; // who types it is told of verify, too
            default -> null;
        };
        if (found != null || word.isEmpty() || NAMES.contains(word)) {
            return found == null ? word : found;
        }
        for (String name : NAMES) {
            if (name.startsWith(word)) {
                if (found != null) {
                    return word;
                }
                found = name;
            }
        }
        return found == null ? word : found;
    }

    /** The class of a name, null when there is none. */
    static @Nullable Class<?> find(String name) {
        Class<?> found = ofData(name);
        if (found == null) {
            found = ofIdentity(name);
        }
        return found == null ? ofTheDaemon(name) : found;
    }

    /** Commands about events, projections, backups and Muon services. */
    private static @Nullable Class<?> ofData(String name) {
        return switch (name) {
            case "emit" -> EmitCommand.class;
            case "replay" -> ReplayCommand.class;
            case "streams" -> StreamsCommand.class;
            case "event" -> EventCommand.class;
            case "projection" -> ProjectionCommand.class;
            case "wait" -> WaitCommand.class;
            case "sql" -> SqlCommand.class;
            case "backup" -> BackupCommand.class;
            case "restore" -> RestoreCommand.class;
            case "verify" -> VerifyCommand.class;
            case "migrate" -> MigrateCommand.class;
            case "discover" -> DiscoverCommand.class;
            case "introspect" -> IntrospectCommand.class;
            case "rpc" -> RpcCommand.class;
            case "stream" -> StreamCommand.class;
            default -> null;
        };
    }

    /** Commands about who may do what. */
    private static @Nullable Class<?> ofIdentity(String name) {
        return switch (name) {
            case "app" -> AppCommand.class;
            case "hook" -> HookCommand.class;
            case "user" -> UserCommand.class;
            case "grant" -> GrantCommand.class;
            case "whoami" -> WhoAmICommand.class;
            case "token" -> TokenCommand.class;
            default -> null;
        };
    }

    /** Commands about the daemon and the command line itself. */
    private static @Nullable Class<?> ofTheDaemon(String name) {
        return switch (name) {
            case "serve" -> ServeCommand.class;
            case "top" -> TopCommand.class;
            case "stat" -> StatCommand.class;
            case "status" -> StatusCommand.class;
            case "bench" -> BenchCommand.class;
            case "check-history" -> CheckHistoryCommand.class;
            case "shell" -> ShellCommand.class;
            case "log" -> LogCommand.class;
            case "context" -> ContextCommand.class;
            case "doctor" -> DoctorCommand.class;
            case "cluster" -> ClusterCommand.class;
            case "promote" -> PromoteCommand.class;
            case "completion" -> CompletionCommand.class;
            case "version" -> VersionCommand.class;
            case "help" -> HelpCommand.class;
            default -> null;
        };
    }
}

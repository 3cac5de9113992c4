// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.log.SafeLogging;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.client.DaemonAddress;
import io.photon.daemon.AdminPassword;
import io.photon.daemon.Backends;
import io.photon.daemon.DaemonSettings;
import io.photon.daemon.Photon;
import io.photon.journal.Journal;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.LoadedSettings;
import io.photon.settings.Setting;
import io.photon.settings.SettingArguments;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code photon serve}: the daemon in the foreground. */
@Command(
        name = "serve",
        header = "Run the daemon in the foreground.",
        description = {
            "Starts the event store and says on stderr when it is ready. SIGTERM or Ctrl-C ends it cleanly.",
            "Settings are given as -rest.host VALUE, --rest.host VALUE or --rest.host=VALUE, in the environment"
                    + " (PHOTON_REST_HOST), in FILE, or in photon.properties in the working directory, in this order."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon serve",
            "  photon serve -rest.host 0.0.0.0 -rest.port 4000 -db.backend file",
            "  photon serve --config /etc/photon.properties --print-config -o table"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped cleanly",
            "1:the store could not write any more",
            "2:bad option or setting",
            "4:the store is in use by another daemon, or was not written by Photon",
            "6:out of space",
            "7:the store is damaged"
        })
final class ServeCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output;

    @Option(names = "--config", paramLabel = "FILE", description = "read settings from this properties file too")
    @Nullable Path config;

    @Option(names = "--print-config", description = "show every setting with its origin, and do not start")
    boolean printConfig;

    @Option(
            names = "--adopt",
            paramLabel = "log|h2",
            description =
                    "the setting h2.adopt: which copy wins when only the log or only the database" + " was put back")
    @Nullable String adopt;

    @Spec
    CommandSpec spec;

    private final SettingArguments arguments;

    /** For the model: help, completion, man pages. */
    ServeCommand() {
        this(new SettingArguments(List.of(), List.of()));
    }

    /** For what the help says of all settings. */
    static ServeCommand ofHelp() {
        return new ServeCommand(new SettingArguments(List.of(), List.of("--help")));
    }

    /** @param arguments the settings of the command line */
    ServeCommand(SettingArguments arguments) {
        this.arguments = arguments;
    }

    /** The settings that its help lists: with those of backends in jars next to the program, when this is a call of it. */
    List<Setting<?>> offered() {
        boolean isAsked =
                arguments.rest().contains("--help") || arguments.rest().contains("-h");
        return isAsked ? Backends.ofThisProgram().rows().offered() : SettingsTable.offered();
    }

    /** Reads settings as serve does, with those of all backends next to the program. */
    static LoadedSettings readAll(SettingArguments arguments, @Nullable Path config, Surroundings surroundings) {
        return Backends.ofThisProgram().read(arguments, config, surroundings, true);
    }

    @Override
    public Integer call() {
        Report report = output.open(spec);
        Backends backends = Backends.ofThisProgram();
        LoadedSettings loaded = backends.read(
                adopt == null ? arguments : arguments.with("--adopt", SettingsTable.H2_ADOPT.key(), adopt),
                config,
                Surroundings.of(report.console().environment()),
                printConfig);
        if (loaded instanceof LoadedSettings.Bad bad) {
            bad.errors().forEach(report::complain);
            return ExitCode.USAGE;
        }
        LoadedSettings.Good good = (LoadedSettings.Good) loaded;
        good.warnings().forEach(report::note);
        return report.guard(() ->
                printConfig ? print(good.settings(), backends, report) : serve(good.settings(), backends, report));
    }

    private static int print(Settings settings, Backends backends, Report report) {
        PrintedConfig.print(settings.shown(), setting -> backends.withoutEffect(setting, settings), report);
        return ExitCode.OK;
    }

    private static int serve(Settings settings, Backends backends, Report report) {
        // Undertow's own logger looks for this before anything of it is loaded.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Optional<Failure> refused =
                DaemonSettings.refuse(settings, Runtime.getRuntime().maxMemory());
        if (refused.isPresent()) {
            return report.fail(refused.get());
        }
        SafeLogging.configure(settings.get(SettingsTable.LOG_FORMAT), settings.get(SettingsTable.LOG_LEVEL));
        Journal journal = new Journal();
        SafeLogging.tell(journal);
        Result<AdminPassword> password = AdminPassword.of(settings);
        if (password instanceof Result.Err<AdminPassword> err) {
            return report.fail(err.failure());
        }
        SafeLogging.tellWhatIsUncaught();
        StopOnSignal stop =
                new StopOnSignal(settings.get(SettingsTable.H2_STOP_WAIT).toMillis());
        stop.install();
        try {
            return run(settings, backends, password.value(), journal, stop, report);
        } catch (RuntimeException | Error e) { // is said by the caller; a supervisor must not take it for a stop
            stop.failed(ExitCode.FAILURE);
            throw e;
        }
    }

    private static int run(
            Settings settings,
            Backends backends,
            AdminPassword password,
            Journal journal,
            StopOnSignal stop,
            Report report) {
        Result<Photon> started =
                Photon.start(DaemonSettings.of(settings, Version.ofThisBuild().number(), backends, password), journal);
        if (started instanceof Result.Err<Photon> err) {
            return stop.failed(report.fail(err.failure()));
        }
        Photon photon = started.value();
        if (stop.started(photon)) {
            tell(password, settings, report);
            tellOfFeeds(photon, settings, report);
            say(report, photon.readyLine());
            photon.openLateDoors();
        }
        while (true) {
            LockSupport.park(photon); // until a signal ends the process
        }
    }

    /** What a person has to know of the password at this start. */
    private static void tell(AdminPassword password, Settings settings, Report report) {
        String admin = settings.get(SettingsTable.ADMIN_USER);
        if (password.isNew()) {
            say(
                    report,
                    "the password of " + admin + " is " + password.text() + ", which is said only now; it is kept in "
                            + password.file());
        } else if (password.isDefault() && !isLoopback(settings.get(SettingsTable.REST_HOST))) {
            say(
                    report,
                    "no login from other machines: the default password of " + admin
                            + " is in force; set admin.pass, or start with -admin.pass random");
        }
    }

    /** Feeds are open as they were in 0.9, which is a surprise where people were given rights. */
    private static void tellOfFeeds(Photon photon, Settings settings, Report report) {
        boolean isOn = settings.get(SettingsTable.EVENTS_PORT) > 0 || settings.get(SettingsTable.PROJECTIONS_PORT) > 0;
        if (isOn && photon.isGuarded()) {
            say(
                    report,
                    "feeds ask for no identity: "
                            + (isLoopback(settings.get(SettingsTable.FEEDS_HOST))
                                    ? "every user of this machine"
                                    : "every client that reaches them")
                            + " reads all events and values there, whatever is granted; switch them off with"
                            + " -events.port 0 -projections.port 0");
        }
    }

    private static void say(Report report, String text) {
        report.console().err().print(SafeLogging.said(text));
        report.console().err().flush();
    }

    private static boolean isLoopback(String host) {
        return new DaemonAddress(false, host, 1, "").isLoopback();
    }
}

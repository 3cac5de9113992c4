// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.doctor;

import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Context;
import io.photon.cli.doctor.Doctor;
import io.photon.cli.doctor.FindingList;
import io.photon.cli.doctor.Findings;
import io.photon.cli.doctor.ServerTls;
import io.photon.cli.doctor.Subject;
import io.photon.cli.output.Report;
import io.photon.client.DaemonAddress;
import io.photon.result.Result;
import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code photon doctor}. */
@Command(
        name = "doctor",
        header = "Look for what is wrong, and say what to do.",
        description = {
            "Looks at Java, the daemon, its store, clock, ports, disk, files and their permissions, limits and the broker;"
                    + " each line says what was found, and if something is to be done, what. It works with the daemon"
                    + " running and stopped, and changes nothing: to measure the disk it writes a file of its own into the"
                    + " data folder for less than half a second.",
            "Folders and ports are those of the settings, which are read as photon serve reads them: -data.path FOLDER,"
                    + " PHOTON_DATA_PATH, --config FILE, photon.properties, defaults. The daemon is the one that --url,"
                    + " PHOTON_URL or a context names, else the one of these settings. Of a daemon that is not on this"
                    + " machine only what it tells is looked at.",
            "ok: as it should be. note: a fact to know. warning: it works, and should be changed. wrong: it does not"
                    + " work, or data are in danger."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon doctor",
            "  photon doctor --config /etc/photon/photon.properties",
            "  photon doctor --security -o json | jq '.[] | select(.status == \"wrong\")'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is wrong; there may be warnings", "2:bad option", "7:something is wrong"})
public final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "read settings from this properties file too")
    @Nullable Path config;

    @Option(
            names = "--security",
            description = "what an auditor asks for: who can reach the daemon, who may do what, and"
                    + " which secrets are where")
    boolean security;

    @Mixin
    OutputOptions output;

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    private final SettingArguments arguments;
    private final AllSettings all;

    /** Reads settings with those of backends that are not inside the program. */
    @FunctionalInterface
    public interface AllSettings {
        LoadedSettings read(SettingArguments arguments, @Nullable Path config, Surroundings surroundings);
    }

    /** For the model: help, completion, man pages. */
    public DoctorCommand() {
        this(new SettingArguments(List.of(), List.of()), SettingsReader::read);
    }

    /**
     * @param arguments the settings of the command line
     * @param all asked when the settings cannot be understood without the backends that are not inside the program
     */
    public DoctorCommand(SettingArguments arguments, AllSettings all) {
        this.arguments = arguments;
        this.all = all;
    }

    @Override
    public Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Map<String, String> environment = report.console().environment();
            LoadedSettings loaded = SettingsReader.read(arguments, config, Surroundings.of(environment));
            if (loaded instanceof LoadedSettings.Bad) {
                loaded = all.read(arguments, config, Surroundings.of(environment));
            }
            if (loaded instanceof LoadedSettings.Bad bad) {
                return FindingList.show(Doctor.ofSettings(bad.errors()), report);
            }
            LoadedSettings.Good good = (LoadedSettings.Good) loaded;
            good.warnings().forEach(report::note);
            Findings findings = new Findings();
            String own = url(good.settings());
            Result<ChosenDaemon> chosen = connection.chooseOr(own, report);
            if (chosen instanceof Result.Err<ChosenDaemon> err && !connection.isGiven()) {
                findings.wrong("context", err.failure().message(), err.failure().hint());
                chosen = connection.choose(own, report);
            }
            return chosen instanceof Result.Err<ChosenDaemon> err
                    ? report.fail(err.failure())
                    : look(ask(chosen.value(), good.settings(), report), findings, report);
        });
    }

    private int look(Subject subject, Findings findings, Report report) {
        if (security) {
            Doctor.security(subject, findings);
        } else {
            Doctor.look(subject, findings);
        }
        return FindingList.show(findings, report);
    }

    /** Where a daemon with these settings can be asked on this machine. */
    private static String url(Settings settings) {
        String host = settings.get(SettingsTable.REST_HOST);
        int port = settings.get(SettingsTable.REST_PORT);
        boolean isAny = host.equals("0.0.0.0") || host.equals("::");
        return new DaemonAddress(
                        ServerTls.isOn(settings),
                        isAny ? "localhost" : host,
                        port == 0 ? DaemonAddress.DEFAULT.port() : port,
                        "")
                .toString();
    }

    /** Asks the daemon once; why it does not tell anything is something that was found, too. */
    private Subject ask(ChosenDaemon daemon, Settings settings, Report report) {
        long fromMs = System.currentTimeMillis();
        long fromNanos = System.nanoTime();
        Result<byte[]> stats = connection.open(report, false, null).then(client -> {
            try (client) {
                return client.stats();
            }
        });
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNanos);
        return new Subject(
                settings,
                report.console().environment(),
                config,
                connection.shown(),
                isLocal(daemon),
                daemon.isChosen(),
                stats,
                fromMs + tookMs / 2,
                tookMs,
                OutputOptions.version(spec));
    }

    private static boolean isLocal(ChosenDaemon daemon) {
        return !daemon.isChosen()
                || !Context.isBroker(daemon.url())
                        && DaemonAddress.parse(daemon.url()) instanceof Result.Ok<DaemonAddress> ok
                        && ok.value().isLoopback();
    }
}

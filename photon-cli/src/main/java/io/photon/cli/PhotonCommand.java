// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.command.meta.HelpLayout;
import io.photon.cli.command.meta.UsageErrors;
import io.photon.cli.output.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code photon} itself: the root of the model, with all commands below it or only one. */
@Command(
        name = "photon",
        header = "A durable event store.",
        description = "Stores streams of events, replays them, and keeps them for years.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon serve",
            "  photon emit --stream orders --type OrderPlaced --payload '{\"total\": 12.50}'",
            "  photon replay orders --type cold"
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:no such command"})
public final class PhotonCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Spec
    CommandSpec spec;

    private PhotonCommand() {}

    /** The whole model: for help, completion, man pages, and unknown words. */
    public static CommandLine all(IFactory factory) {
        CommandLine photon = new CommandLine(new PhotonCommand(), factory);
        Commands.NAMES.forEach(name -> photon.addSubcommand(name, Commands.find(name)));
        return finished(photon);
    }

    /** The same with the settings of backends in jars next to the program. */
    static CommandLine allWithBackends(IFactory factory) {
        CommandLine photon = new CommandLine(new PhotonCommand(), factory);
        Commands.NAMES.forEach(
                name -> photon.addSubcommand(name, name.equals("serve") ? ServeCommand.ofHelp() : Commands.find(name)));
        return finished(photon);
    }

    /** The model with one command, given as class or object. */
    static CommandLine only(String name, Object command, IFactory factory) {
        return finished(new CommandLine(new PhotonCommand(), factory).addSubcommand(name, command));
    }

    /**
     * The model with one command, and of a group only the command that is named: its neighbours would take half as long as a
     * start.
     *
     * @param words of which the first is the command's name
     */
    static CommandLine only(List<String> words, Class<?> command, IFactory factory) {
        String name = words.get(0);
        Class<?> named = words.size() > 1 ? ofGroup(command, words.get(1)) : null;
        if (named == null) {
            return only(name, command, factory);
        }
        CommandLine group = new CommandLine(CommandSpec.create().name(name), factory);
        return only(name, group.addSubcommand(words.get(1), named), factory);
    }

    /** @return null when it is no group, or has no command of exactly this name */
    private static @Nullable Class<?> ofGroup(Class<?> command, String name) {
        if (CommandGroup.class.isAssignableFrom(command)) {
            for (Class<?> each : command.getAnnotation(Command.class).subcommands()) {
                if (each.getAnnotation(Command.class).name().equals(name)) {
                    return each;
                }
            }
        }
        return null;
    }

    private static CommandLine finished(CommandLine photon) {
        addVersion(photon.getCommandSpec());
        CommandLine serve = photon.getSubcommands().get("serve");
        if (serve != null) {
            SettingOptions.addTo(
                    serve.getCommandSpec(), serve.<ServeCommand>getCommand().offered());
        }
        HelpLayout.apply(photon);
        // Else "--stream @alice" would read a file of arguments, and "--payload @big.ndjson" never end.
        return photon.setExpandAtFiles(false)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Errors());
    }

    private static void addVersion(CommandSpec command) {
        if (command.findOption("--version") == null) {
            command.versionProvider(new VersionLine());
            command.addOption(OptionSpec.builder("--version")
                    .versionHelp(true)
                    .order(60)
                    .type(boolean.class)
                    .description("show the version")
                    .build());
        }
        command.subcommands().values().forEach(child -> addVersion(child.getCommandSpec()));
    }

    /** Nothing was asked for. */
    @Override
    public Integer call() {
        OutputOptions.console(spec).err().print(spec.commandLine().getUsageMessage(Ansi.OFF));
        return ExitCode.USAGE;
    }

    /** A class and not a lambda: the start-up archive cannot keep lambdas over picocli's (Java 5) interfaces. */
    private static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"photon " + Version.ofThisBuild()};
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import io.photon.rules.House;
import io.photon.rules.HouseRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture in the command line. */
class ArchitectureTest extends HouseRules {

    private static final House HOUSE = House.module("photon-cli");

    private static final String ENTRY = "Main says what an error is, of commands with a model and without";

    ArchitectureTest() {
        super(
                HOUSE,
                Map.of(
                        "io.photon.cli.PlainStart.run", ENTRY,
                        "io.photon.cli.command.MessageOptions.console", ENTRY));
    }

    @Test
    void onlyServeAndMigrateKnowTheDaemon() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ServeCommand")
                .and()
                .doNotHaveSimpleName("StopOnSignal") // how serve ends
                .and()
                .resideOutsideOfPackage("io.photon.cli.command.migrate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.photon.daemon..",
                        "io.photon.door..",
                        "io.photon.api..",
                        "io.photon.projection..",
                        "io.photon.security..",
                        "io.photon.backup",
                        "io.photon.migration..",
                        "io.photon.log..",
                        "io.photon.store..",
                        "io.photon.core..")
                .because("a command talks to a daemon as everybody else does")
                .check(HOUSE.classes());
    }

    @Test
    void onlyTheDashboardAndTheShellKnowTheTerminalsLibraries() {
        HOUSE.knowsOnlyIn(List.of("io.photon.cli.top.."), "com.googlecode.lanterna..");
        HOUSE.knowsOnlyIn(List.of("io.photon.cli.shell.."), "org.jline..");
    }

    @Test
    void theDashboardsRoomsKnowTheNextBelowAndNoneAbove() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("dashboard")
                .definedBy("io.photon.cli.top")
                .layer("page")
                .definedBy("io.photon.cli.top.page..")
                .layer("reading")
                .definedBy("io.photon.cli.top.reading..")
                .layer("layout")
                .definedBy("io.photon.cli.top.layout..")
                .layer("screen")
                .definedBy("io.photon.cli.top.screen..")
                .whereLayer("dashboard")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("page")
                .mayOnlyBeAccessedByLayers("dashboard")
                .whereLayer("reading")
                .mayOnlyBeAccessedByLayers("dashboard", "page")
                .whereLayer("layout")
                .mayOnlyAccessLayers("screen")
                .whereLayer("screen")
                .mayNotAccessAnyLayer()
                .because("the dashboard asks, a page shows what is known, by means that know nothing of it")
                .check(HOUSE.classes());
    }

    @Test
    void whatTheDashboardShowsTouchesNoFileNoSocketNoThreadAndNoClock() {
        HOUSE.isPure("io.photon.cli.top.page..");
        HOUSE.isPure("io.photon.cli.top.reading..");
        HOUSE.isPure("io.photon.cli.top.layout..");
    }

    @Test
    void onlyTheMeasurementKnowsHistograms() {
        HOUSE.knowsOnlyIn(List.of("io.photon.cli.bench.."), "org.HdrHistogram..");
    }

    @Test
    void nothingHereKnowsADatabaseAServerOrABroker() {
        HOUSE.knowsOnlyIn(List.of("nowhere"), "java.sql..", "org.h2..", "io.undertow..", "com.rabbitmq..");
    }

    @Test
    void commandsOnOneKindOfThingKnowNoneOnAnother() {
        slices().matching("io.photon.cli.command.(*)..")
                .should()
                .notDependOnEachOther()
                .because("what two of them need stands in cli.command")
                .check(HOUSE.classes());
    }

    @Test
    void contextsAndTheDoctorKnowNoCommand() {
        noClasses()
                .that()
                .resideInAnyPackage("io.photon.cli.context..", "io.photon.cli.doctor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.photon.cli.command..", "picocli..")
                .because("which daemon is meant and what is wrong do not depend on who asked for it")
                .check(HOUSE.classes());
    }

    @Test
    void inputAndOutputKnowNoCommand() {
        noClasses()
                .that()
                .resideInAnyPackage("io.photon.cli.input..", "io.photon.cli.output..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.photon.cli.command..", "picocli..")
                .because("what is read and shown does not depend on who asked for it")
                .check(HOUSE.classes());
    }
}

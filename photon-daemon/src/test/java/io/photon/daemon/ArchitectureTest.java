// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import io.photon.log.ReplaySpec;
import io.photon.rules.House;
import io.photon.rules.HouseRules;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture in the daemon. */
class ArchitectureTest extends HouseRules {

    private static final House HOUSE = House.module("photon-daemon");

    private static final String RECEIVER = "its caller ends the replay with the error, which the subscriber hears";
    private static final String READER = "a fault of what was written; errors go to the caller, which answers them";
    private static final String LAST_STEP = "the last step of a close, and nothing comes after it";
    private static final String DAMAGE = "damage of the file; for want of memory the caller asks again later";

    /** What catches exceptions only, by method, and where errors go. */
    private static final Map<String, String> LETTING_ERRORS_THROUGH = Map.ofEntries(
            Map.entry("io.photon.daemon.BackendJars.open", "a start that has no memory ends"),
            Map.entry("io.photon.daemon.EmbeddedTransport.close", LAST_STEP),
            Map.entry("io.photon.door.feed.Feed.closeQuietly", LAST_STEP),
            Map.entry("io.photon.door.http.HttpDoor.open", "a start that has no memory ends"),
            Map.entry("io.photon.door.http.endpoint.ImportForm.feed", READER),
            Map.entry("io.photon.log.engine.ReplaySubscription.give", RECEIVER),
            Map.entry("io.photon.log.engine.ReplaySubscription.giveRun", RECEIVER),
            Map.entry("io.photon.log.engine.ReplaySubscription.tell", RECEIVER),
            Map.entry("io.photon.projection.clojure.ClojureCompiler.form", READER),
            Map.entry("io.photon.projection.clojure.ClojureCompiler.function", READER),
            Map.entry("io.photon.projection.clojure.ClojureCompiler.value", READER),
            Map.entry(
                    "io.photon.projection.registry.ConfigFollower.receive",
                    "the change is told again: what follows it starts anew"),
            Map.entry("io.photon.projection.registry.DefinitionFiles.read", READER),
            Map.entry("io.photon.projection.sandbox.SandboxLoader.define", READER),
            Map.entry("io.photon.security.token.Jwts.check", "an error is no fault of the token"),
            Map.entry("io.photon.security.token.Jwts.ofOwner", "an error is no fault of the token"),
            Map.entry("io.photon.sql.worker.Execution.answer", "its caller ends the process of the query"),
            Map.entry("io.photon.store.file.FileEventStore.release", LAST_STEP),
            Map.entry("io.photon.store.h2.MirrorFile.compact", "the mirror's thread tries again"),
            Map.entry("io.photon.store.slots.CacheFolder.unlock", LAST_STEP),
            Map.entry("io.photon.store.snapshot.MvSnapshots.latestUpTo", DAMAGE),
            Map.entry("io.photon.store.snapshot.MvSnapshots.open", DAMAGE),
            Map.entry("io.photon.store.snapshot.MvSnapshots.positions", DAMAGE),
            Map.entry("io.photon.store.snapshot.MvSnapshots.rest", DAMAGE));

    ArchitectureTest() {
        super(HOUSE, LETTING_ERRORS_THROUGH);
    }

    @Test
    void callsGoDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("wiring")
                .definedBy("io.photon.daemon..")
                .layer("doors")
                .definedBy("io.photon.door..")
                .layer("api")
                .definedBy("io.photon.api..")
                .layer("projection")
                .definedBy("io.photon.projection..")
                .layer("security")
                .definedBy("io.photon.security..")
                .layer("backup")
                .definedBy("io.photon.backup")
                .layer("migration")
                .definedBy("io.photon.migration..")
                .layer("sql")
                .definedBy("io.photon.sql..")
                .layer("follow")
                .definedBy("io.photon.follow..")
                .layer("log")
                .definedBy("io.photon.log..")
                .layer("store")
                .definedBy("io.photon.store..")
                .layer("core")
                .definedBy("io.photon.core..")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("doors")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("doors", "wiring")
                .whereLayer("projection")
                .mayOnlyBeAccessedByLayers("api", "wiring")
                .whereLayer("security")
                .mayOnlyBeAccessedByLayers("api", "wiring")
                .whereLayer("backup")
                .mayOnlyBeAccessedByLayers("api", "wiring")
                .whereLayer("migration")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("follow")
                .mayOnlyBeAccessedByLayers("api", "wiring")
                .whereLayer("sql")
                .mayOnlyBeAccessedByLayers("api", "wiring")
                .whereLayer("log")
                .mayOnlyBeAccessedByLayers("projection", "security", "backup", "migration", "follow", "api", "wiring")
                .because("doors ask, the api decides, the log orders, the store keeps")
                .check(HOUSE.classes());
    }

    @Test
    void theRoomsOfProjectionsKnowTheNextBelowAndNoneAbove() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("spi")
                .definedBy("io.photon.projection.spi..")
                .layer("languages")
                .definedBy(
                        "io.photon.projection.builtin..",
                        "io.photon.projection.sandbox..",
                        "io.photon.projection.javascript..",
                        "io.photon.projection.clojure..",
                        "io.photon.projection.jq..")
                .layer("contract")
                .definedBy("io.photon.projection")
                .layer("schedule")
                .definedBy("io.photon.projection.schedule..")
                .layer("run")
                .definedBy("io.photon.projection.run..")
                .layer("registry")
                .definedBy("io.photon.projection.registry..")
                .layer("query")
                .definedBy("io.photon.projection.query..")
                .layer("engine")
                .definedBy("io.photon.projection.engine..")
                .whereLayer("engine")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("engine")
                .whereLayer("query")
                .mayOnlyBeAccessedByLayers("engine")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers("registry", "query", "engine")
                .whereLayer("schedule")
                .mayOnlyBeAccessedByLayers("run", "registry", "query", "engine")
                .whereLayer("languages")
                .mayOnlyAccessLayers("spi")
                .because(
                        "a language compiles, the run folds, the registry says what there is, the engine lets it be so")
                .check(HOUSE.classes());
    }

    @Test
    void nobodyButTheWiringKnowsTheEngineOfTheLog() {
        HOUSE.knowsOnlyIn(List.of("io.photon.daemon..", "io.photon.log.engine.."), "io.photon.log.engine..");
    }

    @Test
    void whatAReaderWantsIsSaidByNamesAndNotByPlaces() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ReplaySpec.class.getName())
                .should()
                .callConstructorWhere(target(owner(assignableTo(ReplaySpec.class))))
                .because("of ten arguments two are like another two; begin with cold, hot, hotCold or of")
                .check(HOUSE.classes());
    }

    @Test
    void theHttpDoorsRoomsKnowTheNextBelowAndNoneAbove() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("door")
                .definedBy("io.photon.door.http")
                .layer("endpoint")
                .definedBy("io.photon.door.http.endpoint..")
                .layer("socket")
                .definedBy("io.photon.door.http.socket..")
                .layer("openapi")
                .definedBy("io.photon.door.http.openapi..")
                .layer("wire")
                .definedBy("io.photon.door.http.wire..")
                .layer("identity")
                .definedBy("io.photon.door.http.identity..")
                .whereLayer("door")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("socket")
                .mayOnlyBeAccessedByLayers("door")
                .whereLayer("endpoint")
                .mayOnlyBeAccessedByLayers("door", "socket")
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("door", "endpoint")
                .whereLayer("openapi")
                .mayNotAccessAnyLayer()
                .because("the door finds the endpoint, the endpoint reads and writes")
                .check(HOUSE.classes());
    }

    @Test
    void theRoomsThatReadAndWriteHttpKnowTheNextBelowAndNoneAbove() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("settings and facts")
                .definedBy("io.photon.door.http.wire")
                .layer("connection")
                .definedBy("io.photon.door.http.wire.connection..")
                .layer("call")
                .definedBy("io.photon.door.http.wire.call..")
                .layer("answer")
                .definedBy("io.photon.door.http.wire.answer..")
                .whereLayer("settings and facts")
                .mayNotAccessAnyLayer()
                .whereLayer("connection")
                .mayOnlyAccessLayers("settings and facts")
                .whereLayer("call")
                .mayOnlyAccessLayers("connection", "settings and facts")
                .whereLayer("answer")
                .mayOnlyAccessLayers("call", "settings and facts")
                .because("a connection carries requests, a call is one of them, and long answers are written to it")
                .check(HOUSE.classes());
    }

    @Test
    void filesAndFoldersKnowNothingOfWhatTheLogWritesToThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("log")
                .definedBy("io.photon.store.file")
                .layer("disk")
                .definedBy("io.photon.store.file.disk..")
                .whereLayer("disk")
                .mayNotAccessAnyLayer()
                .because("a test's disk stands for the real one below the same log")
                .check(HOUSE.classes());
    }

    @Test
    void theCoreTouchesNoFileNoSocketNoThreadAndNoClock() {
        HOUSE.isPure("io.photon.core..");
    }

    @Test
    void onlyTheStoreInH2TheSnapshotsAndTheSqlProcessKnowSql() {
        HOUSE.knowsOnlyIn(
                List.of("io.photon.store.h2..", "io.photon.store.snapshot..", "io.photon.sql.worker.."),
                "java.sql..",
                "org.h2..");
    }

    @Test
    void nothingOfTheDaemonIsInTheSqlProcess() {
        HOUSE.knowsOnlyIn(
                List.of(
                        "io.photon.api..",
                        "io.photon.backup..",
                        "io.photon.daemon..",
                        "io.photon.door..",
                        "io.photon.follow..",
                        "io.photon.log..",
                        "io.photon.migration..",
                        "io.photon.projection..",
                        "io.photon.security..",
                        "io.photon.store.."),
                "io.photon.api..",
                "io.photon.log..",
                "io.photon.store..");
    }

    @Test
    void onlyTheTokensKnowTheLibraryThatSignsThem() {
        HOUSE.knowsOnlyIn(List.of("io.photon.security.token.."), "com.nimbusds..");
    }

    @Test
    void onlyTheHttpDoorKnowsUndertow() {
        HOUSE.knowsOnlyIn(List.of("io.photon.door.http.."), "io.undertow..", "org.xnio..");
    }

    @Test
    void theDaemonKnowsNoCommandLineAndNoAmqp() {
        HOUSE.knowsOnlyIn(List.of("nowhere"), "picocli..", "com.rabbitmq..", "io.photon.cli..");
    }

    @Test
    void onlyTheWiringNamesABackend() {
        HOUSE.knowsOnlyIn(
                List.of(
                        "io.photon.daemon..",
                        "io.photon.store.file..",
                        "io.photon.store.h2..",
                        "io.photon.store.snapshot..",
                        "io.photon.store.slots..", // their copy is files
                        "io.photon.store.memory.."),
                "io.photon.store.file..",
                "io.photon.store.h2..",
                "io.photon.store.snapshot..",
                "io.photon.store.memory..");
    }

    @Test
    void whatWaitsIsNotLostWhenMemoryRunsOut() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.photon.log..",
                        "io.photon.budget..",
                        "io.photon.follow..",
                        "io.photon.projection.run..",
                        "io.photon.door.feed..",
                        "io.photon.door.muon..",
                        "io.photon.door.http.endpoint..",
                        "io.photon.door.http.wire..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ArrayDeque.class)
                .because("one that finds no memory to grow has lost what waits in it: LinkedList loses nothing")
                .check(HOUSE.classes());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture in what daemon and command line share. */
class ArchitectureTest extends HouseRules {

    private static final House HOUSE = House.module("photon-common");

    ArchitectureTest() {
        super(HOUSE);
    }

    @Test
    void everyModuleIsHeldToTheRules() {
        List<Path> modules = House.modules();
        assertTrue(modules.contains(Path.of("photon-stores/redis")), "modules not found: " + modules);
        assertEquals(
                List.of(),
                modules.stream()
                        .filter(module -> !House.isHeldToTheRules(module))
                        .toList(),
                "without a test that extends HouseRules");
    }

    @Test
    void theEventAndTheResultTouchNoFileNoSocketNoThreadAndNoClock() {
        HOUSE.isPure("io.photon.event..");
        HOUSE.isPure("io.photon.result..");
    }

    @Test
    void onlyTheTransportOfMuonSpeaksAmqp() {
        HOUSE.knowsOnlyIn(List.of("io.photon.muon.transport.amqp.."), "com.rabbitmq..");
    }

    @Test
    void nothingHereKnowsADatabaseAServerOrACommandLine() {
        HOUSE.knowsOnlyIn(
                List.of("nowhere"),
                "java.sql..",
                "org.h2..",
                "io.undertow..",
                "picocli..",
                "com.googlecode.lanterna..",
                "org.jline..");
    }

    @Test
    void publishersOfWhatBlocksKnowNothingOfPhotonAndTheClientsFaceNoThreads() {
        noClasses()
                .that()
                .resideInAPackage("io.photon.client.flow")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.photon..").and(resideOutsideOfPackage("io.photon.client.flow")))
                .because("they would serve any client")
                .check(HOUSE.classes());
        noClasses()
                .that()
                .resideInAPackage("io.photon.client")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.photon.client.*")
                .because("the face of the client stands before every way to do it")
                .check(HOUSE.classes());
    }

    @Test
    void whatWaitsIsNotLostWhenMemoryRunsOut() {
        noClasses()
                .that()
                .resideInAnyPackage("io.photon.muon.transport..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ArrayDeque.class)
                .because("one that finds no memory to grow has lost what waits in it: LinkedList loses nothing")
                .check(HOUSE.classes());
    }
}

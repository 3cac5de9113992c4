package io.photon.rules;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN section 2 in what daemon and command line share. */
class ArchitectureTest extends HouseRules {

    private static final House HOUSE = House.module("photon-common");

    ArchitectureTest() {
        super(HOUSE);
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
}

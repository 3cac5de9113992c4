// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.api.ProjectionApi;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    /** muon-java looks for a scheme that is exactly {@code amqp}, else it takes the service for one it cannot reach. */
    @Test
    void aPhotonOnABrokerWithTlsIsAnnouncedWithAnAddressThatMuonJavaAccepts() throws Exception {
        try (ProjectingPhoton photon = new ProjectingPhoton()) {
            MemoryTransport transport = photon.network.join("secure");
            MuonSettings settings =
                    new MuonSettings("secure", "amqps://broker.example.org/v", false, List.of("emit"), "http://x");
            MuonDoor door = MuonDoor.open(
                    photon.api,
                    new ProjectionApi(photon.engine, photon.api),
                    settings,
                    () -> transport,
                    MuonDoorTest.PATIENT);
            List<ServiceDescriptor> announced = new ArrayList<>();
            Eventually.holds("it is announced", () -> {
                photon.clients.services().stream()
                        .filter(service -> service.identifier().equals("secure"))
                        .forEach(announced::add);
                return !announced.isEmpty();
            });
            assertEquals(
                    List.of("amqps://broker.example.org/v", "amqp://broker.example.org/v"),
                    announced.get(0).connectionUrls());
            door.leave();
            door.close();
        }
    }
}

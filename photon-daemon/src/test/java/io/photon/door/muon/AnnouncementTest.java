package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.memory.MemoryTransport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    /** muon-java looks for a scheme that is exactly {@code amqp}, else it takes the service for one it cannot reach. */
    @Test
    void aPhotonOnABrokerWithTlsIsAnnouncedWithAnAddressThatMuonJavaAccepts() throws Exception {
        try (ProjectingPhoton photon = new ProjectingPhoton()) {
            MemoryTransport transport = photon.network.join("secure");
            MuonSettings settings =
                    new MuonSettings("secure", "amqps://broker.example.org/v", false, List.of("emit"), "http://x");
            MuonDoor door = MuonDoor.open(photon.api, null, settings, () -> transport, MuonDoorTest.PATIENT);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            Optional<ServiceDescriptor> heard = Optional.empty();
            while (heard.isEmpty() && System.nanoTime() < deadline) {
                heard = photon.clients.services().stream()
                        .filter(service -> service.identifier().equals("secure"))
                        .findFirst();
                Thread.onSpinWait();
            }
            assertEquals(
                    List.of("amqps://broker.example.org/v", "amqp://broker.example.org/v"),
                    heard.orElseThrow().connectionUrls());
            door.leave();
            door.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route takes its own query parameters and no others. */
@Timeout(60)
class QueryParametersHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** One line of the daemon's own table. */
    private record Route(String method, String path, List<String> parameters) {
        static Route of(String line) {
            List<String> words = List.of(line.split(" "));
            return new Route(
                    words.get(0),
                    words.get(1).replace(":order-id", "17").replace(":", "a-"),
                    words.subList(2, words.size()));
        }
    }

    private List<Route> routes() {
        List<Route> routes =
                daemon.photon.http().routes().stream().map(Route::of).toList();
        assertTrue(routes.size() > 25, routes.toString());
        return routes;
    }

    private HttpResponse<String> ask(Route route, String query) {
        HttpRequest.Builder request = daemon.request(route.path() + "?" + query);
        return Daemon.send(request.method(route.method(), HttpRequest.BodyPublishers.noBody()));
    }

    private static void assertRefused(HttpResponse<String> answer, String message, String hint) {
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(message), answer.body());
        assertTrue(answer.body().contains(hint), answer.body());
    }

    @Test
    void aParameterThatARouteDoesNotKnowIsRefusedOnEveryRoute() {
        for (Route route : routes()) {
            assertRefused(
                    ask(route, "zzzzzz=1"),
                    "there is no query parameter 'zzzzzz' here",
                    route.parameters().isEmpty()
                            ? "this path takes no query parameters"
                            : "this path takes " + String.join(", ", route.parameters()));
        }
    }

    @Test
    void aMistypedParameterIsToldTheNearestOneOnEveryRoute() {
        for (Route route : routes()) {
            for (String name : route.parameters()) {
                for (String typed : List.of(name + "x", name.toUpperCase(java.util.Locale.ROOT))) {
                    assertRefused(ask(route, typed + "=true"), "'" + typed + "'", "did you mean " + name + "?");
                }
            }
        }
        assertRefused(daemon.events("/api/restore?dryrun=true", ""), "'dryrun'", "did you mean dry-run?");
        assertRefused(daemon.events("/api/restore?allowIncomplete=true", ""), "", "did you mean allow-incomplete?");
    }

    @Test
    void everyParameterOfEveryRouteIsTakenAndOnThePageAboutHttp() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("photon.root", ".."), "docs", "http.md"));
        for (Route route : routes()) {
            for (String name : route.parameters()) {
                if (!route.path().endsWith("/replay/a-stream") || !name.equals("type")) {
                    String query = route.path().contains("/replay/") ? "type=cold&" + name + "=0" : name + "=0";
                    assertFalse(ask(route, query).body().contains("no query parameter"), route + " " + name);
                }
                assertTrue(page.contains(name), name + " is not on the page");
            }
        }
    }

    @Test
    void whatIsTrueOrFalseIsSoInAnyCaseAndNothingElse() {
        String event = Daemon.event("s", 1);
        for (String yes : List.of("atomic=true", "atomic=TRUE", "atomic=True", "atomic", "atomic=1")) {
            String body = event + "\nbad\n";
            assertEquals(400, daemon.events("/api/events?" + yes, body).statusCode(), yes);
        }
        for (String no : List.of("atomic=false", "atomic=FALSE", "atomic=0")) {
            assertEquals(200, daemon.events("/api/events?" + no, event).statusCode(), no);
        }
        for (String neither : List.of("yes", "no", "on", "tru", "ja", "2")) {
            assertRefused(
                    daemon.events("/api/events?atomic=" + neither, event),
                    "atomic is '" + neither + "'",
                    "use true or false");
        }
    }

    @Test
    void aParameterThatIsGivenTwiceMustSayTheSame() {
        assertRefused(
                daemon.events("/api/restore?dry-run=false&dry-run=true", ""), "dry-run is given twice", "give it once");
        assertEquals(200, daemon.get("/api/streams?limit=5&limit=5&&").statusCode());
    }

    @Test
    void aRestoreUntilNothingIsNotARestoreOfEverything() {
        assertRefused(daemon.events("/api/restore?until=", ""), "until is empty", "leave until out");
    }
}

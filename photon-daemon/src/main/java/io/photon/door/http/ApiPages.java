// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.endpoint.Endpoint;
import io.photon.door.http.endpoint.FileEndpoint;
import io.photon.door.http.openapi.OpenApi;
import io.undertow.util.Headers;

/** What tells how to call: the OpenAPI document, and a page to read it and try the calls. */
final class ApiPages {

    private static final String PAGE = "/api-docs";
    private static final int MOVED = 308;

    private ApiPages() {}

    static void add(Router router, String version) {
        FileEndpoint document = FileEndpoint.json(() -> OpenApi.document(version));
        Endpoint withoutSlash = call -> {
            call.exchange().getResponseHeaders().put(Headers.LOCATION, ".." + PAGE);
            call.answerFile(MOVED, "text/plain", new byte[0]);
        };
        router.page("/openapi.json", document)
                .page("/swagger.json", document)
                .page(PAGE, FileEndpoint.resource(OpenApi.class, "page.html"))
                .page(PAGE + "/", withoutSlash)
                .page(PAGE + "/page.js", FileEndpoint.resource(OpenApi.class, "page.js"))
                .page(PAGE + "/page.css", FileEndpoint.resource(OpenApi.class, "page.css"));
    }
}

package io.photon.door.http;

/** Handles one kind of request. Called on the request's I/O thread; must not wait there. */
@FunctionalInterface
interface Endpoint {
    void handle(Call call);
}

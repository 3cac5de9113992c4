/**
 * A real RabbitMQ for tests and measurements, as a child process of its own.
 *
 * <p>May import: the JDK, JUnit. Imported by: tests of every module.
 *
 * <p>Never here: the system's service, its data, or a port that others know.
 */
package io.photon.rabbit;

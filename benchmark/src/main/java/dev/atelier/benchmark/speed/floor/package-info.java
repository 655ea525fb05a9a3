/** What plain Java, PostgreSQL and RabbitMQ do for one job's whole life: the floor that the services stand on. */
@NullMarked
package dev.atelier.benchmark.speed.floor;

import org.jspecify.annotations.NullMarked;

/** The few addresses that are asked all the time, answered without Spring MVC's dispatch. */
@NullMarked
package dev.atelier.api.fastpath;

import org.jspecify.annotations.NullMarked;

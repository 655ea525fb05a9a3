package dev.atelier.embedded;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * Libraries that tell the console of every step are kept at WARN, unless a level is set for them. Spring Boot forgets
 * this when it sets its logging up; a program that starts the broker before Spring sets {@code logging.level} as well.
 */
final class QuietLogging {
    private static final List<String> TALKATIVE = List.of("org.apache.qpid", "qpid", "io.zonky");

    private QuietLogging() {}

    static void apply() {
        if (isLogback()) {
            Logback.quieten();
        }
    }

    private static boolean isLogback() {
        return LoggerFactory.getILoggerFactory().getClass().getName().equals("ch.qos.logback.classic.LoggerContext");
    }

    /** Apart, since Logback need not be there. */
    private static final class Logback {
        static void quieten() {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            for (var name : TALKATIVE) {
                var logger = context.getLogger(name);
                if (logger.getLevel() == null) {
                    logger.setLevel(Level.WARN);
                }
            }
        }
    }
}

package dev.atelier.benchmark.chaos;

/** What is done to a process, and how often in one round of the deck. */
enum Fault {
    WORKER_KILLED(4),
    WORKER_PAUSED(2),
    WORKER_PAUSED_LONG(1),
    WORKER_STOPPED(2),
    API_KILLED(2),
    API_PAUSED(1),
    API_STOPPED(1),
    BROKER_KILLED(1),
    BROKER_STOPPED(1),
    DATABASE_KILLED(1),
    DATABASE_STOPPED(1);

    private final int perRound;

    Fault(int perRound) {
        this.perRound = perRound;
    }

    int perRound() {
        return perRound;
    }

    String text() {
        return switch (this) {
            case WORKER_KILLED -> "worker kill -9";
            case WORKER_PAUSED -> "worker SIGSTOP 2-8 s";
            case WORKER_PAUSED_LONG -> "worker SIGSTOP 22-26 s, longer than its lease";
            case WORKER_STOPPED -> "worker SIGTERM";
            case API_KILLED -> "API kill -9";
            case API_PAUSED -> "API SIGSTOP 2-8 s";
            case API_STOPPED -> "API SIGTERM";
            case BROKER_KILLED -> "RabbitMQ kill -9";
            case BROKER_STOPPED -> "RabbitMQ stopped and started";
            case DATABASE_KILLED -> "PostgreSQL kill -9";
            case DATABASE_STOPPED -> "PostgreSQL stopped and started";
        };
    }
}

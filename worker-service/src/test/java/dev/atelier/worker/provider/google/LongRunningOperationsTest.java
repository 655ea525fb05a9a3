package dev.atelier.worker.provider.google;

class LongRunningOperationsTest extends GoogleContract {
    LongRunningOperationsTest() {
        super("predict-long-running");
    }
}

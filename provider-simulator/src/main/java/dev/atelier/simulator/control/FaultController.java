package dev.atelier.simulator.control;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Faults;

/** Which faults are in force. A PUT replaces: what it does not name goes back to what is configured. */
@RestController
@RequestMapping("/__simulator/faults")
class FaultController {

    private final FaultBoard board;
    private final ControlJson json;

    FaultController(FaultBoard board, ControlJson json) {
        this.board = board;
        this.json = json;
    }

    @GetMapping
    Map<String, Faults> all() {
        var all = new TreeMap<String, Faults>();
        board.providers().forEach(provider -> all.put(provider, board.current(provider)));
        return all;
    }

    @GetMapping("/{provider}")
    Faults one(@PathVariable String provider) {
        return board.current(known(provider));
    }

    @PutMapping
    Map<String, Faults> replaceAll(@RequestBody byte[] body) {
        var replacements = new TreeMap<String, Faults>();
        board.providers().forEach(provider -> replacements.put(provider, board.configured(provider)));
        for (var entry : json.read(body).properties()) {
            var provider = known(entry.getKey());
            replacements.put(provider, json.faults(provider + ".", entry.getValue(), board.configured(provider)));
        }
        replacements.forEach(board::replace);
        return all();
    }

    @PutMapping("/{provider}")
    Faults replace(@PathVariable String provider, @RequestBody byte[] body) {
        var faults = json.faults("", json.read(body), board.configured(known(provider)));
        board.replace(provider, faults);
        return faults;
    }

    private String known(String provider) {
        if (!board.providers().contains(provider)) {
            throw new InvalidControl("provider", provider, String.join(", ", board.providers()));
        }
        return provider;
    }
}

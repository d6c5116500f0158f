"""Processes timed whole, by the clock and by the processor, with a limit; and what machine they ran on."""
import os
import platform
import shutil
import signal
import statistics
import subprocess
import threading
import time


def run(command, environment=None, limit=600, log=None):
    """One process of its own, from its start to its end: seconds by the clock, of the processor (also of its children), peak memory."""
    out = open(log, "wb") if log else subprocess.DEVNULL
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                               stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    late = threading.Event()

    def give_up():
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, give_up)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if log:
        out.close()
    return {"wall": seconds, "user": usage.ru_utime, "system": usage.ru_stime, "peak_mib": usage.ru_maxrss / 1024,
            "code": process.returncode, "late": late.is_set()}


def good(result):
    return result["code"] == 0 and not result["late"]


PATIENCE = 8  # seconds: whoever takes longer is measured once, not `runs` times; a tenth more or less says nothing there


def alternate(contestants, runs, limit, logs, say):
    """Every contestant once to warm the page cache, then all of them in turn, `runs` times; one that fails or is late is left out.
    `contestants`: name -> (command, environment). Returns name -> {"runs": [...], "wall": median, ...} or {"failed": why}."""
    results = {}
    for name, (command, environment) in contestants.items():
        say(f"{name}: first run")
        first = run(command, environment, limit, logs / f"{name}.log".replace("/", "-"))
        if good(first):
            results[name] = {"first": first, "runs": []}
        else:
            why = f"not done within {limit} s" if first["late"] else f"exit code {first['code']}"
            results[name] = {"failed": f"{why}, see {name}.log"}
            say(f"{name}: {why}")
    for turn in range(runs):
        for name, (command, environment) in contestants.items():
            if "failed" in results[name] or (turn > 0 and results[name]["first"]["wall"] > PATIENCE):
                continue
            say(f"{name}: run {turn + 1} of {runs}")
            result = run(command, environment, limit)
            if good(result):
                results[name]["runs"].append(result)
    for result in results.values():
        done = result.get("runs")
        if done:
            for key in ("wall", "user", "system", "peak_mib"):
                result[key] = statistics.median(one[key] for one in done)
            result["least"] = min(one["wall"] for one in done)
        elif "failed" not in result:
            result["failed"] = "no run came to its end"
    return results


def words_of(command, environment=None):
    """What a program says, in one line; empty when it is not there."""
    try:
        done = subprocess.run(command, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].strip() if lines else ""


def first_value(path, key):
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(key):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return ""


def machine():
    return {"cores": len(os.sched_getaffinity(0)), "processor": first_value("/proc/cpuinfo", "model name"),
            "memory": first_value("/proc/meminfo", "MemTotal"), "system": platform.platform(),
            "gdal": words_of(["ogrinfo", "--version"]) if shutil.which("ogrinfo") else "", "load": os.getloadavg()[0]}

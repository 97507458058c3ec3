"""Real web servers with the configurations that the program writes, unchanged, on a port of the loopback."""
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.parse

PATH = os.environ.get("PATH", "") + ":/usr/sbin"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """What nginx and Apache have in common: a folder, a port, a process in the foreground."""
    program = None

    def __init__(self, folder, port=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port = port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.process = None

    @classmethod
    def is_installed(cls):
        return shutil.which(cls.program, path=PATH) is not None

    def run(self, *arguments):
        return [shutil.which(self.program, path=PATH), *self.arguments(), *arguments]

    def test(self):
        """The server's own look at its configuration: it may not even warn."""
        done = subprocess.run(self.run("-t"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = done.stdout.decode()
        assert done.returncode == 0 and "warn" not in said, f"{self.program} -t: {said}"

    def start(self):
        self.process = subprocess.Popen(self.run(*self.foreground), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"{self.program} does not answer: {(self.folder / 'errors').read_text()}")

    def reload(self):
        self.stop()
        self.start()

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None


class Nginx(Server):
    program = "nginx"
    foreground = ()

    def configure(self, text):
        paths = "".join(f"{kind}_temp_path {self.folder}/{kind}; "
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "tabularium.conf").write_text(text)
        # As root nginx would change to another user, who may not read the scratch folder.
        user = "user root; " if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}daemon off; worker_processes 1; pid {self.folder}/pid; error_log {self.folder}/errors warn;\n"
            f"events {{ worker_connections 64; }}\nhttp {{ {paths}\ninclude {self.folder}/tabularium.conf; }}\n")
        self.test()

    def arguments(self):
        return ["-p", str(self.folder), "-e", str(self.folder / "errors"), "-c", str(self.folder / "nginx.conf")]


class Apache(Server):
    """With Debian's modules and none of its configuration; what a2enmod leaves switched on by itself, and
    rewrite and headers."""
    program = "apache2"
    foreground = ("-D", "FOREGROUND")
    modules = ("mpm_event", "authz_core", "mime", "dir", "alias", "setenvif", "headers", "rewrite", "deflate", "filter",
               "negotiation", "autoindex")
    of_host = ""

    def configure(self, text):
        (self.folder / "tabularium.conf").write_text(text)
        if os.geteuid() == 0:
            open_to_others(self.folder)
        user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
        modules = "".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n" for m in self.modules)
        (self.folder / "apache.conf").write_text(
            f"ServerRoot {self.folder}\nServerName 127.0.0.1\nPidFile {self.folder}/pid\nErrorLog {self.folder}/errors\n"
            f"TypesConfig /dev/null\nLogLevel warn\nListen 127.0.0.1:{self.port}\nMutex file:{self.folder} default\n{user}{modules}"
            "StartServers 1\nServerLimit 2\nThreadsPerChild 8\nMaxRequestWorkers 16\nMinSpareThreads 1\nMaxSpareThreads 16\n"
            f"<Directory />\nOptions FollowSymLinks\nAllowOverride None\nRequire all denied\n</Directory>\n{self.of_host}"
            f"Include {self.folder}/tabularium.conf\n")
        self.test()

    def arguments(self):
        return ["-d", str(self.folder), "-f", str(self.folder / "apache.conf")]


def open_to_others(folder):
    """Apache never serves as root: what is ours on the way to the folder may be passed by others."""
    for path in (folder, *folder.parents):
        if "tabularium" in str(path):
            path.chmod(path.stat().st_mode | 0o055)


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body

    def __getitem__(self, name):
        """All values of the header."""
        return ", ".join(self.headers.get_all(name, []))


def ask(url, method="GET", **headers):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, parts.path or "/", headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return Answer(response, response.read())
    finally:
        connection.close()

</main>
<footer class="it-footer-small-prints">
  <div class="container"><span>Notifiche App IO · <a
    href="/privacy">Privacy</a> · <a href="/accessibilita">Accessibilità</a></span>
    <span>Codice della richiesta <code class="richiesta"><?= $_SERVER['REQUEST_ID'] ?></code></span></div>
</footer>
</body>
</html>

<?php
// What every page of the bench in PHP begins with: the database over a connection that is kept, who asks, and how values are shown.
// The lean pages: as few statements as a page needs, each in one exchange with the database (PDO binds on its own side), and
// nothing between the rows and the template. What a page shows only in other situations (a form that was refused, sends that stand
// still) is left out here, never what has to be asked to know that: it can only make these pages faster than ours.
declare(strict_types=1);

date_default_timezone_set('Europe/Rome');

const LABELS = [
    'scheduled' => 'Programmata', 'queued' => 'Da inviare', 'sending' => 'In invio', 'accepted' => 'Inviata',
    'processed' => 'Consegnata', 'rejected' => 'Rifiutata', 'failed' => 'Non riuscita', 'unreachable' => 'Non raggiungibile',
    'refused' => 'Errore', 'uncertain' => 'Esito incerto', 'assumed' => 'Considerata inviata',
    'undetermined' => 'Stato non determinato', 'cancelled' => 'Annullata',
];
const TONES = [
    'processed' => 'success', 'accepted' => 'primary', 'sending' => 'primary', 'assumed' => 'primary', 'scheduled' => 'secondary',
    'queued' => 'secondary', 'cancelled' => 'secondary', 'uncertain' => 'warning', 'undetermined' => 'warning',
    'unreachable' => 'warning', 'rejected' => 'danger', 'failed' => 'danger', 'refused' => 'danger',
];
const ROLES = ['viewer' => 'consultazione', 'operator' => 'operatore', 'administrator' => 'amministratore'];

function config(): array
{
    static $config;
    return $config ??= require $_SERVER['PEERS_CONFIG'];
}

function database(): PDO
{
    static $database;
    return $database ??= new PDO(
        'mysql:unix_socket=' . config()['socket'] . ';dbname=' . config()['database'] . ';charset=utf8mb4',
        config()['user'], config()['password'],
        [PDO::ATTR_PERSISTENT => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
         PDO::MYSQL_ATTR_INIT_COMMAND => "SET time_zone = '+00:00'"]);
}

function ask(string $sql, array $values): PDOStatement
{
    $statement = database()->prepare($sql);
    $statement->execute($values);
    return $statement;
}

/** @return list<array<string, mixed>> */
function rows(string $sql, array $values): array
{
    return ask($sql, $values)->fetchAll();
}

/** Hexadecimal; ids and digests go to the database so. */
function digest(): string
{
    $cookie = $_COOKIE['__Host-puntuale'] ?? '';
    return preg_match('/^[0-9a-f]{64}$/', $cookie) ? bin2hex(sodium_crypto_generichash(hex2bin($cookie))) : '';
}

/** Whoever has no session is told to log in. */
function refuse(): never
{
    http_response_code(303);
    header('Location: /entra');
    exit;
}

function signature(string ...$parts): string
{
    $message = '';
    foreach ($parts as $part) {
        $message .= pack('P', strlen($part)) . $part;
    }
    return bin2hex(sodium_crypto_auth($message, config()['secret']));
}

/** Of the session's forms. */
function token(): string
{
    static $token;
    return $token ??= signature('form', hex2bin($_COOKIE['__Host-puntuale']));
}

function h(?string $text): string
{
    return htmlspecialchars($text ?? '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

function uuid(string $bytes): string
{
    $digits = bin2hex($bytes);
    return substr($digits, 0, 8) . '-' . substr($digits, 8, 4) . '-' . substr($digits, 12, 4) . '-' . substr($digits, 16, 4) . '-'
        . substr($digits, 20);
}

/** Of an id in an address, as 32 digits; empty when it is none. */
function digits(string $uuid): string
{
    return preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/', $uuid) ? str_replace('-', '', $uuid) : '';
}

function italianDay(?string $day): string
{
    return $day === null ? '' : substr($day, 8, 2) . '/' . substr($day, 5, 2) . '/' . substr($day, 0, 4);
}

function euro(?int $cents): string
{
    return $cents === null ? '' : number_format($cents / 100, 2, ',', '.');
}

function moment(string|int|float|null $seconds): string
{
    return $seconds === null ? '' : date('d/m/Y H:i:s', (int) $seconds);
}

/** What is asked of each session once a minute only is written then. */
function touch_session(array $who, string $digest): void
{
    if ($who['is_stale']) {
        ask('UPDATE session SET seen_at = NOW(6) WHERE tenant_id = UNHEX(?) AND digest = UNHEX(?)', [bin2hex($who['tenant']), $digest]);
    }
}

/** The frame of every page says the same of who may see it, and nginx adds the request's id. */
function headers(): void
{
    header('Content-Type: text/html; charset=utf-8');
    header("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        . "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    header('X-Content-Type-Options: nosniff');
    header('X-Frame-Options: DENY');
    header('Referrer-Policy: strict-origin');
    header('Cross-Origin-Opener-Policy: same-origin');
    header('Cross-Origin-Resource-Policy: same-origin');
    header('Cross-Origin-Embedder-Policy: require-corp');
    header('Permissions-Policy: accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), '
        . 'magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()');
    header('Cache-Control: no-store');
}
